/** Parts of an export are merged folder by folder: a photo may lie in one zip and its sidecar in another. */
import path from 'node:path';
import { nameKey } from '../../backup/name.ts';
import { fileKind } from '../../media/kinds.ts';
import type { Entry, Part } from '../archive/entry.ts';
import { type Entries, NamedEntries } from '../archive/namedEntries.ts';
import type { SourceFinding } from '../finding.ts';
import type { PartListing } from '../given.ts';
import { exportSet } from './exportSet.ts';

/** What a folder holds. */
export interface FolderFiles {
  readonly files: NamedEntries;
  /** Sidecars that are there again, with other bytes, by name in NFC. */
  readonly rivals: ReadonlyMap<string, readonly Entry[]>;
}

export class TakeoutFolder {
  /** The last two parts of its path, before them the export where there are several: `Google Photos/Photos from 2020`. */
  readonly path: string;
  /** Name of the folder above, which all of Google Photos' share; in NFC. */
  readonly product: string;
  readonly name: string;
  readonly #pieces: readonly Entries[];
  readonly #added: Entry[] = [];

  constructor(place: Place, pieces: readonly Entries[]) {
    this.path = place.path;
    this.product = place.product;
    this.name = place.name;
    this.#pieces = pieces;
  }

  /** All that any part has of it, also twice. */
  *entries(): Generator<Entry> {
    for (const piece of this.#pieces) yield* piece;
    yield* this.#added;
  }

  /** Puts a file into it that lay elsewhere. */
  add(entry: Entry): void {
    this.#added.push(entry);
  }

  /** Made anew at each call, for it isn't kept: there may be hundreds of thousands of files. */
  read(): FolderFiles {
    const { files, rivals } = merged([...this.#pieces, this.#added]);
    return { files, rivals };
  }
}

interface Place {
  readonly path: string;
  readonly product: string;
  readonly name: string;
}

export interface Merged {
  readonly folders: readonly TakeoutFolder[];
  /** Media that lie beside the archives: what is larger than a part comes so. */
  readonly beside: readonly Entry[];
  readonly findings: readonly SourceFinding[];
}

export function mergeFolders(listings: readonly PartListing[]): Merged {
  const beside: Entry[] = [];
  const places: { set: string; segments: readonly string[]; entries: Entries }[] = [];
  const hasArchives = listings.some(({ part }) => part.form !== 'folder' && part.form !== 'file');
  for (const { part, directories } of listings) {
    for (const [directory, entries] of directories) {
      if (part.form === 'file' || (hasArchives && part.form === 'folder' && directory === '')) {
        beside.push(...[...entries].filter(({ name }) => isMedia(name)));
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
function merge(place: Place, pieces: readonly Entries[], findings: SourceFinding[]): readonly TakeoutFolder[] {
  if (pieces.length > 1 && differ(pieces)) {
    findings.push({
      code: 'duplicate-entry',
      path: place.path,
      message: `${place.path} is in several of the parts with different photos under the same names, as if they were of two exports. Each was taken for itself.`,
    });
    return pieces.flatMap((piece, index) =>
      merge({ ...place, path: index === 0 ? place.path : `${place.path} [${index + 1}]` }, [piece], findings),
    );
  }
  const folder = new TakeoutFolder(place, pieces);
  const { again, twice } = merged(pieces);
  if (twice > 0) {
    const [files, they] = twice === 1 ? ['file', 'It was'] : ['files', 'They were'];
    findings.push({
      code: 'skipped',
      path: place.path,
      message: `Of ${place.path} ${twice} ${files} came more than once, with the same name and size. ${they} taken once.`,
    });
  }
  // A folder of their own keeps them from being paired with what the others have.
  const own = again.map((entry, index) => {
    findings.push({
      code: 'duplicate-entry',
      path: `${place.path}/${entry.name}`,
      message: `${place.path}/${entry.name} is there twice with different bytes. Both were taken, each for itself.`,
    });
    return new TakeoutFolder({ ...place, path: `${place.path} [again ${index + 1}]` }, [[entry]]);
  });
  return [folder, ...own];
}

/** The first of each name; sidecars and media that come again otherwise; and how many came again alike. */
function merged(pieces: readonly Entries[]) {
  const rivals = new Map<string, Entry[]>();
  const again: Entry[] = [];
  let twice = 0;
  const files = new NamedEntries(pieces, (entry, there) => {
    const key = nameKey(entry.name);
    if (mayBeEqual(there, entry)) twice++;
    else if (/\.json$/i.test(entry.name)) rivals.set(key, [...(rivals.get(key) ?? []), entry]);
    else if (isMedia(entry.name)) again.push(entry);
  });
  return { files, rivals, again, twice };
}

/** Whether two pieces have a photo or video of one name that can't be the same. */
function differ(pieces: readonly Entries[]): boolean {
  let isSo = false;
  new NamedEntries(pieces, (entry, there) => {
    if (isMedia(entry.name) && there.part !== entry.part && !mayBeEqual(there, entry)) isSo = true;
  });
  return isSo;
}

function mayBeEqual(a: Entry, b: Entry): boolean {
  return a.size === b.size && (a.crc32 == null || b.crc32 == null || a.crc32 === b.crc32);
}

function segmentsOf(part: Part, directory: string): readonly string[] {
  const whole = part.form === 'folder' ? path.posix.join(part.path.split(path.sep).join('/'), directory) : directory;
  return whole.split('/').filter(segment => segment !== '');
}
