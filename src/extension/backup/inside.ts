import path from 'node:path';

/** The absolute path of a file of the backup, given relative with `/`; null where it would lead out of it. */
export function insideBackup(root: string, relative: string): string | null {
  if (relative.includes('\0')) return null;
  const folder = path.resolve(root);
  const file = path.resolve(folder, relative);
  return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep) ? file : null;
}
