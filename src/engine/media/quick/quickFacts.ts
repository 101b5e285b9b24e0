/** A file's facts without exiftool, where it is plain enough. */
import fs from 'node:fs';
import type { FileFacts } from '../model.ts';
import { factsOf } from '../readFacts.ts';
import { quickTags } from './quickTags.ts';
import { FileBytes, HeadBytes } from './source.ts';

/**
 * @param file absolute path of a regular file; bytes where the name is not UTF-8
 * @param name as shown: its ending counts
 * @returns what `readFacts` would, or undefined where exiftool is to be asked
 * @throws Error of the file system (ENOENT, EACCES, EIO, …)
 */
export async function quickFacts(file: string | Buffer, name: string): Promise<FileFacts | undefined> {
  const fd = fs.openSync(file, fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0));
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) return undefined;
    const tags = await quickTags(new FileBytes(fd, stat.size), name);
    return tags == null ? undefined : factsOf(tags);
  } finally {
    fs.closeSync(fd);
  }
}

/** The same of a whole file that is in memory. */
export async function quickFactsIn(bytes: Buffer, name: string): Promise<FileFacts | undefined> {
  const tags = await quickTags(new HeadBytes(bytes, bytes.length), name);
  return tags == null ? undefined : factsOf(tags);
}
