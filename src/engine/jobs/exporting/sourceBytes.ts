/** The bytes of a source's files, and their checksums. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
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
    return file.open();
  };
}

/** @returns SHA-256 in hex; undefined where it can't be read, which is said when it is copied */
export async function sourceSha256(
  file: SourceFile,
  pause: () => Promise<void> | undefined,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of await file.open()) hash.update(chunk as Uint8Array);
  } catch {
    return undefined;
  }
  await pause();
  return hash.digest('hex');
}
