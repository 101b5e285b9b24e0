/** The bytes of a source's files, and their checksums. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { hashFile } from '../../backup/hash.ts';
import type { CopyAction } from '../../plan/form.ts';
import { Refused } from '../../plan/refused.ts';
import type { SourceFile } from '../../sources/source.ts';

/** The files that a plan copies, by their path within the source. */
export class SourceFiles {
  readonly #files = new Map<string, SourceFile>();

  add(file: SourceFile): void {
    this.#files.set(file.path, file);
  }

  bytesOf = async ({ from }: CopyAction): Promise<Readable> => {
    const file = from == null ? undefined : this.#files.get(from.path);
    if (file == null) throw new Refused('copy-failed', `${from?.path ?? 'It'} isn’t in the source any more.`);
    return file.onDisk != null && file.size <= SMALL ? Readable.from([whole(file.onDisk)]) : file.open();
  };
}

/** Read in one go: a stream of the system costs more than such a file. */
const SMALL = 1 << 20;

function whole(file: string | Buffer): Buffer {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  // A link that took its place meanwhile is not followed, a pipe not waited for.
  const fd = fs.openSync(file, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    if (!fs.fstatSync(fd).isFile()) throw new Refused('copy-failed', 'It is no regular file in the source any more.');
    return fs.readFileSync(fd);
  } finally {
    fs.closeSync(fd);
  }
}

/** @returns SHA-256 in hex; undefined where it can't be read, which is said when it is copied */
export async function sourceSha256(
  file: SourceFile,
  pause: () => Promise<void> | undefined,
): Promise<string | undefined> {
  try {
    if (file.onDisk != null) return (await hashFile(file.onDisk, () => {}, pause)).sha256.toString('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code != null) return undefined;
    throw error;
  }
  const hash = createHash('sha256');
  try {
    for await (const chunk of await file.open()) hash.update(chunk as Uint8Array);
  } catch {
    return undefined;
  }
  await pause();
  return hash.digest('hex');
}
