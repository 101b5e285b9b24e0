/** Parts of an export are merged folder by folder: a photo may lie in one zip and its sidecar in another. */
import path from 'node:path';
import { nameKey } from '../../backup/name.ts';
import { fileKind } from '../../media/kinds.ts';
import type { Entry, Part } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import type { PartListing } from '../given.ts';
import { exportSet } from './exportSet.ts';

export interface TakeoutFolder {
  /** The last two parts of its path, before them the export where there are several: `Google Photos/Photos from 2020`. */
  readonly path: string;
  /** Name of the folder above, which all of Google Photos' share; in NFC. */
  readonly product: string;
  readonly name: string;
  /** By name in NFC. */
  readonly files: Map<string, Entry>;
  /** Sidecars that are there again, with other bytes. */
  readonly rivals: ReadonlyMap<string, readonly Entry[]>;
}

export interface Merged {
  readonly folders: readonly TakeoutFolder[];
  /** Media that lie beside the archives: what is larger than a part comes so. */
  readonly beside: readonly Entry[];
  readonly findings: readonly SourceFinding[];
}

export function mergeFolders(listings: readonly PartListing[]): Merged {
  const beside: Entry[] = [];
  const places: { set: string; segments: readonly string[]; entries: readonly Entry[] }[] = [];
  const hasArchives = listings.some(({ part }) => part.form !== 'folder' && part.form !== 'file');
  for (const { part, directories } of listings) {
    for (const [directory, entries] of directories) {
      if (part.form === 'file' || (hasArchives && part.form === 'folder' && directory === '')) {
        beside.push(...entries.filter(({ name }) => isMedia(name)));
      } else {
        places.push({ set: exportSet(part, directory), segments: segmentsOf(part, directory), entries });
      }
    }
  }
  // With one export only, what doesn't say which it is of is of that one.
  const sets = new Set(places.map(({ set }) => set).filter(set => set !== ''));
  const byKey = Map.groupBy(places, ({ set, segments }) =>
    nameKey([...(sets.size > 1 ? [set] : []), ...segments.slice(-2)].join('/')),
  );
  const folders: TakeoutFolder[] = [];
  const findings: SourceFinding[] = [];
  for (const [key, same] of byKey) {
    const { segments } = same[0]!;
    const product = nameKey(segments.at(-2) ?? '');
    folders.push(
      ...merge(
        { path: key, product, name: segments.at(-1) ?? '' },
        same.map(({ entries }) => entries),
        findings,
      ),
    );
  }
  return { folders, beside, findings };
}

export function isMedia(name: string): boolean {
  return ['image', 'raw', 'video'].includes(fileKind(name));
}

/**
 * One folder out of its pieces. What two pieces have under one name with different bytes is two things: such pieces
 * are of two exports, so they stay apart and nothing is paired across them.
 */
function merge(
  folder: Omit<TakeoutFolder, 'files' | 'rivals'>,
  pieces: readonly (readonly Entry[])[],
  findings: SourceFinding[],
): readonly TakeoutFolder[] {
  const apart = pieces.length > 1 && differ(pieces);
  if (apart) {
    findings.push({
      code: 'duplicate-entry',
      path: folder.path,
      message: `${folder.path} is in several of the parts with different photos under the same names, as if they were of two exports. Each was taken for itself.`,
    });
    return pieces.flatMap((piece, index) =>
      merge({ ...folder, path: index === 0 ? folder.path : `${folder.path} [${index + 1}]` }, [piece], findings),
    );
  }
  const files = new Map<string, Entry>();
  const rivals = new Map<string, Entry[]>();
  const again: Entry[] = [];
  let twice = 0;
  for (const entry of pieces.flat()) {
    const key = nameKey(entry.name);
    const there = files.get(key);
    if (there == null) files.set(key, entry);
    else if (mayBeEqual(there, entry)) twice++;
    else if (/\.json$/i.test(entry.name)) rivals.set(key, [...(rivals.get(key) ?? []), entry]);
    else if (isMedia(entry.name)) {
      again.push(entry);
      findings.push({
        code: 'duplicate-entry',
        path: `${folder.path}/${entry.name}`,
        message: `${folder.path}/${entry.name} is there twice with different bytes. Both were taken, each for itself.`,
      });
    }
  }
  if (twice > 0) {
    findings.push({
      code: 'skipped',
      path: folder.path,
      message: `${twice} ${twice === 1 ? 'file' : 'files'} of ${folder.path} ${twice === 1 ? 'is' : 'are'} in more than one part, with the same name and size. ${twice === 1 ? 'It was' : 'They were'} taken once.`,
    });
  }
  // A folder of their own keeps them from being paired with what the others have.
  const own = again.map((entry, index) => ({
    ...folder,
    path: `${folder.path} [again ${index + 1}]`,
    files: new Map([[nameKey(entry.name), entry]]),
    rivals: new Map<string, Entry[]>(),
  }));
  return [{ ...folder, files, rivals }, ...own];
}

/** Whether two pieces have a photo or video of one name that can't be the same. */
function differ(pieces: readonly (readonly Entry[])[]): boolean {
  const seen = new Map<string, Entry>();
  for (const piece of pieces) {
    for (const entry of piece) {
      if (!isMedia(entry.name)) continue;
      const there = seen.get(nameKey(entry.name));
      if (there != null && there.part !== entry.part && !mayBeEqual(there, entry)) return true;
      seen.set(nameKey(entry.name), entry);
    }
  }
  return false;
}

function mayBeEqual(a: Entry, b: Entry): boolean {
  return a.size === b.size && (a.crc32 == null || b.crc32 == null || a.crc32 === b.crc32);
}

function segmentsOf(part: Part, directory: string): readonly string[] {
  const whole = part.form === 'folder' ? path.posix.join(part.path.split(path.sep).join('/'), directory) : directory;
  return whole.split('/').filter(segment => segment !== '');
}
