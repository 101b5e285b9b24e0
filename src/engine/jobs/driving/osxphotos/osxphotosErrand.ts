import { nameKey } from '../../../backup/name.ts';
import type { Finding } from '../../../catalog/findings.ts';
import { type Said, SaidFacts } from '../../../ledger/said.ts';
import { readOsxphotosLine } from '../../../programs/osxphotos.ts';
import type { OsxphotosFlags } from '../../../programs/osxphotosFlags.ts';
import { Given } from '../../../sources/given.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportedFile.ts';
import { type LibraryPhoto, libraryPhotos } from '../../../sources/osxphotos/libraryPhotos.ts';
import type { OutsideFiles } from '../../../sources/outsideFiles.ts';
import type { ItemStates } from '../../../sources/source.ts';
import type {
  DrivenCall,
  DrivenCounts,
  DrivenEvent,
  DrivenFile,
  DrivenOutcome,
  DrivenPhoto,
  DrivenRun,
  DrivenTask,
  Errand,
} from '../drivenProgram.ts';
import { comparePhoto } from './comparing.ts';
import { exportedNow } from './exportedPhotos.ts';
import { type LibraryComparison, leftOutByOsxphotos } from './libraryComparison.ts';
import { Standings } from './standing.ts';
import { TriedBefore } from './triedBefore.ts';

/** In the working folder: the photos that it is asked for, one a line. */
const UUIDS = 'uuids.txt';

export class OsxphotosErrand implements Errand {
  readonly label: string;
  readonly settled: DrivenCounts;
  readonly wanted: number;
  readonly bytes: number;
  readonly findings: readonly Finding[];
  readonly call: DrivenCall | undefined;
  readonly endangered: readonly string[];
  readonly outside: OutsideFiles;
  readonly #task: DrivenTask;
  readonly #library: string;
  readonly #flags: OsxphotosFlags;
  readonly #asked: LibraryComparison['asked'];

  /** @param argumentsFor the file that lists what it is asked for */
  constructor(
    task: DrivenTask,
    library: { readonly name: string; readonly path: string },
    flags: OsxphotosFlags,
    comparison: LibraryComparison,
    argumentsFor: (uuids: string) => readonly string[],
  ) {
    const { asked, settled, wanted, bytes, findings, endangered, outside } = comparison;
    this.outside = outside;
    this.label = library.name;
    this.#library = library.path;
    this.#task = task;
    this.#flags = flags;
    this.#asked = asked;
    this.settled = settled;
    this.wanted = wanted;
    this.bytes = bytes;
    this.findings = findings;
    this.endangered = endangered;
    const files = { [UUIDS]: `${[...asked.keys()].join('\n')}\n` };
    this.call = asked.size === 0 ? undefined : { args: argumentsFor(`{cwd}/${UUIDS}`), files };
  }

  read(line: string): DrivenEvent | undefined {
    const said = readOsxphotosLine(line);
    switch (said?.type) {
      case 'begins':
        return { type: 'progress', done: said.number - 1, total: said.total };
      case 'wrote':
        return said;
      case 'missing':
        return { type: 'missing', name: said.name, id: said.uuid, message: `osxphotos has no ${said.what} of it` };
      case 'failed':
        return { type: 'failed', name: said.name, id: said.uuid, message: said.why };
      case 'unwritten':
        return {
          type: 'unwritten',
          name: said.path,
          message: `osxphotos could not write all metadata into ${said.path}: ${said.why}`,
        };
      case undefined:
        return undefined;
    }
  }

  *photos({ since }: DrivenRun): Generator<DrivenPhoto> {
    const { root, catalog } = this.#task;
    const exported = exportedNow(root);
    const standings = new Standings(root, catalog);
    for (const photo of libraryPhotos(Given.of([this.#library]))) {
      const files = exported.get(photo.uuid);
      if (files == null) continue;
      const isNew = (file: ExportedFile): boolean => file.at != null && file.at >= since && standings.isAsNoted(file);
      yield { files: this.#filesOf(photo, files, isNew), albums: photo.albums, said: saidOf(photo) };
    }
  }

  #filesOf(
    photo: LibraryPhoto,
    exported: readonly ExportedFile[],
    isNew: (file: ExportedFile) => boolean,
  ): readonly DrivenFile[] {
    const asked = { flags: this.#flags, again: false, isRetold: false };
    const { pairs } = comparePhoto(photo, exported, asked, { of: () => 'same', isElsewhere: () => false });
    return exported.map(file => {
      const source = pairs.find(pair => pair.exported.includes(file))?.file;
      const isWrittenInto = this.#flags.has('--exiftool') || source?.size !== file.destSize;
      return {
        path: file.path,
        isNew: isNew(file),
        original:
          source == null
            ? undefined
            : {
                path: source.path,
                size: source.size,
                mtimeMs: source.mtimeMs,
                name: source.name,
                ...(isWrittenInto && { differsFrom: source.onDisk }),
              },
      };
    });
  }

  outcome(ran: DrivenRun): DrivenOutcome {
    const { root, catalog } = this.#task;
    const exported = exportedNow(root);
    const standings = new Standings(root, catalog);
    const failures = new Map(ran.told.flatMap(one => (one.type === 'failed' && one.id != null ? [[one.id, one]] : [])));
    const counts = { copied: 0, unchanged: 0, skipped: 0, missing: 0, failed: 0, bytes: 0 };
    const findings: Finding[] = [];
    const tried = new Map<string, string>();
    const settled: string[] = [];
    for (const photo of libraryPhotos(Given.of([this.#library]))) {
      const asked = this.#asked.get(photo.uuid);
      if (asked == null) continue;
      const files = exported.get(photo.uuid) ?? [];
      const choice = { flags: this.#flags, again: true, isRetold: false };
      const after = comparePhoto(photo, files, choice, standings);
      const wrote = files.filter(({ path }) => ran.wrote.has(nameKey(path)));
      const copied = Math.min(asked.wanted, wrote.length);
      const fine = Math.max(0, Math.min(after.unchanged - asked.unchanged, asked.wanted) - copied);
      const left = asked.wanted - copied - fine;
      counts.copied += copied;
      counts.unchanged += fine;
      for (const { destSize } of wrote) counts.bytes += destSize ?? 0;
      if (left === 0) {
        settled.push(photo.uuid);
        continue;
      }
      const failure = failures.get(photo.uuid);
      if (failure != null) {
        counts.failed += left;
        findings.push(failed(photo, failure.message));
      } else if (after.why === 'missing' || photo.absent.length > 0) {
        counts.missing += left;
        findings.push(undownloaded(photo));
      } else {
        counts.skipped += left;
        // Where it did not come to its end these were not reached.
        if (!ran.isWhole) continue;
        findings.push(leftOutByOsxphotos(photo));
        tried.set(photo.uuid, asked.fingerprint);
      }
    }
    if (catalog != null) new TriedBefore(catalog).keep(catalog, tried, settled);
    return { ...counts, findings };
  }
}

function saidOf({ facts, isHidden, raw }: LibraryPhoto): Said {
  const checked = SaidFacts.safeParse(facts);
  const states: (keyof ItemStates)[] = isHidden ? ['hidden'] : [];
  return {
    ...(checked.success && Object.keys(checked.data).length > 0 && { facts: checked.data }),
    ...(states.length > 0 && { states }),
    raw: { ...raw },
  };
}

const failed = ({ name }: LibraryPhoto, why: string): Finding => ({
  severity: 'error',
  code: 'copy-failed',
  path: { text: name },
  source: {},
  message: `osxphotos could not export ${name}: ${why.replace(/\.$/, '')}. What was there of it before is kept. It is tried again by the next export.`,
});

const undownloaded = ({ name }: LibraryPhoto): Finding => ({
  severity: 'warning',
  code: 'online-only',
  path: { text: name },
  source: {},
  message: `osxphotos could not get all of ${name} out of iCloud. It is asked for again by the next export; opening the photo once in Photos downloads it, too.`,
});
