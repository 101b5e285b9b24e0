/** What osxphotos has noted of its exports into a backup. */
import { line, text } from '../../../media/tagValues.ts';
import { SourceUnreadable } from '../../../sources/given.ts';
import { ExportDatabase, UnknownExport } from '../../../sources/osxphotos/exportDatabase.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportedFile.ts';
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

/** By UUID in upper case. */
export function exportedPhotos(database: ExportDatabase | undefined): ReadonlyMap<string, readonly ExportedFile[]> {
  const photos = new Map<string, ExportedFile[]>();
  for (const file of database?.files() ?? []) {
    const known = photos.get(file.uuid);
    if (known == null) photos.set(file.uuid, [file]);
    else known.push(file);
  }
  return photos;
}

/** As they are now. @throws as {@link openExports} */
export function exportedNow(root: string): ReadonlyMap<string, readonly ExportedFile[]> {
  const database = openExports(root);
  try {
    return exportedPhotos(database);
  } finally {
    database?.close();
  }
}

/** What osxphotos knew of photos when it exported them, as far as it is written into files; by UUID in upper case. */
export function toldBefore(database: ExportDatabase | undefined): ReadonlyMap<string, string> {
  const told = new Map<string, string>();
  for (const [uuid, info] of database?.infos() ?? []) told.set(uuid, wordsOf(info));
  return told;
}

interface Words {
  readonly title?: unknown;
  readonly description?: unknown;
  readonly keywords?: unknown;
}

/** Title, caption and keywords, in a form that is compared: as the library's own are read. */
export function wordsOf({ title, description, keywords }: Words): string {
  const words = Array.isArray(keywords) ? keywords.flatMap(word => line(word) ?? []).sort() : [];
  return JSON.stringify([line(title) ?? null, text(description) ?? null, words]);
}
