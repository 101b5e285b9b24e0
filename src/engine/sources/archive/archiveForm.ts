import fs from 'node:fs';

export type ArchiveForm = 'zip' | 'tar' | 'tgz';

/** What a name promises; undefined where it is no archive's. */
export function archiveName(name: string): ArchiveForm | undefined {
  if (/\.zip$/i.test(name)) return 'zip';
  if (/\.(tgz|tar\.gz)$/i.test(name)) return 'tgz';
  return /\.tar$/i.test(name) ? 'tar' : undefined;
}

/**
 * What an archive is by its first bytes; by its name where they say nothing (it may be damaged: then reading it tells).
 * Undefined where the name is no archive's, whatever the bytes: many kinds of file are zips.
 * @throws the system's error where it can't be read
 */
export function archiveForm(file: string): ArchiveForm | undefined {
  const named = archiveName(file);
  if (named == null) return undefined;
  const head = Buffer.alloc(512);
  const fd = fs.openSync(file, 'r');
  try {
    fs.readSync(fd, head, 0, head.length, 0);
  } finally {
    fs.closeSync(fd);
  }
  if (head.toString('latin1', 0, 2) === 'PK') return 'zip';
  if (head[0] === 0x1f && head[1] === 0x8b) return 'tgz';
  return head.toString('latin1', 257, 262) === 'ustar' ? 'tar' : named;
}
