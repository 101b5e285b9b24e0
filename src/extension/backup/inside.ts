import path from 'node:path';

/** Whether an absolute path lies below the folder; the folder itself does not. */
export function isWithin(folder: string, file: string): boolean {
  const root = path.resolve(folder);
  return path.resolve(file).startsWith(root.endsWith(path.sep) ? root : root + path.sep);
}

/** The absolute path of a file of the backup, given relative with `/`; null where it would lead out of it. */
export function insideBackup(root: string, relative: string): string | null {
  if (relative.includes('\0')) return null;
  const file = path.resolve(root, relative);
  return isWithin(root, file) ? file : null;
}
