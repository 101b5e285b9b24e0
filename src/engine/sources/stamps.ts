/** By what a source is known to be unchanged, of each kind; kept from the sources themselves, which take longer to load than this to ask. */
import { folderStamp } from './folder/folderStamp.ts';
import type { Given } from './given.ts';
import { exportStamp } from './osxphotos/exportStamp.ts';
import { libraryStamp } from './photos-library/libraryStamp.ts';
import type { SourceKind } from './source.ts';

/** Of kinds for which more counts, or less, than all files of what was given. */
export const STAMPS: Readonly<Partial<Record<SourceKind, (given: Given) => Promise<string>>>> = {
  folder: folderStamp,
  osxphotos: exportStamp,
  'photos-library': libraryStamp,
};

/** @returns changes when what would be told may have changed @throws as `Source.open` */
export const stampOf = (kind: SourceKind, given: Given): Promise<string> => STAMPS[kind]?.(given) ?? given.stamp();
