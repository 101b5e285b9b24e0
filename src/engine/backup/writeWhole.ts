/** Writes a file of Keepsake's own so that it is there whole, or not at all. Never used on a person's file. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inFile } from './inFile.ts';

/** Makes a rename or a new file in this folder last; where the system can't (Windows, some shares), it is left. */
export function syncFolder(folder: string): void {
  let fd: number | undefined;
  try {
    fd = fs.openSync(folder, 'r');
    fs.fsyncSync(fd);
  } catch {
    // no fsync of folders here
  } finally {
    if (fd != null) fs.closeSync(fd);
  }
}

/**
 * @param target absolute path
 * @param content written and synced under a temporary name beside it, then renamed over it
 * @param options rename false: `target` itself is a temporary and is only written and synced
 */
export function writeWhole(
  target: string,
  content: string | Uint8Array | Iterable<Uint8Array>,
  options: { readonly rename?: boolean } = {},
): void {
  // A name that nobody can know beforehand, and no file that is there: a stranger's backup may hold links.
  const temporary = options.rename === false ? target : `${target}.${randomUUID()}.tmp`;
  const fd = fs.openSync(temporary, 'wx', 0o644);
  try {
    if (typeof content === 'string') writeAll(fd, Buffer.from(content));
    else if (content instanceof Uint8Array) writeAll(fd, content);
    else for (const chunk of content) writeAll(fd, chunk);
    fs.fsyncSync(fd);
  } catch (error) {
    fs.closeSync(fd);
    fs.rmSync(temporary, { force: true });
    throw inFile(error, target);
  }
  fs.closeSync(fd);
  if (temporary !== target) {
    fs.renameSync(temporary, target);
    syncFolder(path.dirname(target));
  }
}

/** A short write is no error to the system: go on until all is out. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += fs.writeSync(fd, bytes, done, bytes.length - done);
}
