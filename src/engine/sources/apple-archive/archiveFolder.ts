import { nameKey } from '../../backup/name.ts';
import { fileKind } from '../../media/kinds.ts';
import type { Part } from '../archive/entry.ts';
import type { Entries } from '../archive/namedEntries.ts';
import type { PartListing } from '../given.ts';

/** A folder of one part. The same name in another part is another photo, so parts are not merged. */
export interface ArchiveFolder {
  /** Unique within the source. */
  readonly path: string;
  readonly part: Part;
  /** The last part of its path. */
  readonly name: string;
  readonly entries: Entries;
}

export function archiveFolders(listings: readonly PartListing[]): readonly ArchiveFolder[] {
  const seen = new Map<string, number>();
  const several = listings.length > 1;
  return listings.flatMap(({ part, directories }) =>
    Array.from(directories, ([directory, entries]): ArchiveFolder => {
      const label = several && part.form !== 'file' ? part.name.replace(/\.(zip|tgz|tar\.gz|tar)$/i, '') : '';
      const [top = ''] = directory.split('/');
      // Apple's zips hold a folder of their own name.
      const segments = nameKey(top) === nameKey(label) ? [directory] : [label, directory];
      const path = segments.filter(segment => segment !== '').join('/');
      const count = (seen.get(path) ?? 0) + 1;
      seen.set(path, count);
      return {
        path: count === 1 ? path : `${path} [${count}]`,
        part,
        name: directory.slice(directory.lastIndexOf('/') + 1),
        entries,
      };
    }),
  );
}

export function isMedia({ name }: { readonly name: string }): boolean {
  return ['image', 'raw', 'video'].includes(fileKind(name));
}

/** Where a file lies, to show. */
export function within(folder: ArchiveFolder, name: string): string {
  return folder.path === '' ? name : `${folder.path}/${name}`;
}
