/** What osxphotos has noted of its exports into a backup. */
import { SourceUnreadable } from '../../../sources/given.ts';
import { ExportDatabase, type ExportedFile, UnknownExport } from '../../../sources/osxphotos/exportDatabase.ts';
import { CannotDrive } from '../drivenProgram.ts';

/** @returns undefined where it has never exported into the folder. @throws CannotDrive, SourceUnreadable */
export function openExports(root: string): ExportDatabase | undefined {
  try {
    return ExportDatabase.in(root);
  } catch (error) {
    if (error instanceof UnknownExport) throw new CannotDrive(error.message);
    if (error instanceof Error && error.name === 'ForeignUnreadable')
      throw new SourceUnreadable(`${error.message} Nothing was changed. It is what osxphotos keeps of its exports.`);
    throw error;
  }
}

/** By UUID in upper case. @throws as {@link openExports} */
export function exportedPhotos(root: string): ReadonlyMap<string, readonly ExportedFile[]> {
  const photos = new Map<string, ExportedFile[]>();
  const database = openExports(root);
  if (database == null) return photos;
  try {
    for (const file of database.files()) {
      const known = photos.get(file.uuid);
      if (known == null) photos.set(file.uuid, [file]);
      else known.push(file);
    }
  } finally {
    database.close();
  }
  return photos;
}

/** What osxphotos knew of photos when it exported them, as far as it is written into files; by UUID in upper case. */
export function toldBefore(root: string): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  const database = openExports(root);
  try {
    for (const [uuid, info] of database?.infos() ?? []) told.set(uuid, wordsOf(info));
  } finally {
    database?.close();
  }
  return told;
}

interface Words {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly keywords?: unknown;
}

/** Title, caption and keywords, in a form that is compared. */
export function wordsOf({ title, description, keywords }: Words): string {
  const words = Array.isArray(keywords) ? keywords.filter(word => typeof word === 'string').sort() : [];
  return JSON.stringify([title || null, description || null, words]);
}
