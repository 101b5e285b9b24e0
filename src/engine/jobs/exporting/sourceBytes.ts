/** The bytes of a source's files, and their checksums. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Readable } from 'node:stream';
import { hashFile } from '../../backup/hash.ts';
import type { CopyAction } from '../../plan/form.ts';
import { Refused } from '../../plan/refused.ts';
import type { PackedFile } from '../../sources/archive/packedFile.ts';
import { FileTable } from '../../sources/fileTable.ts';
import type { SourceFile, SourceItem } from '../../sources/source.ts';
import { hashOf, RowIndex } from '../../table/rowIndex.ts';
import type { AppleProofs } from './appleProofs.ts';
import { isCopied } from './knowledge.ts';

type Proof = NonNullable<ReturnType<AppleProofs['of']>>;

/** The files that a plan copies, by their path within the source. */
export class SourceFiles {
  readonly #table = new FileTable();
  readonly #byPath = new RowIndex();
  /** Those whose path has the hash of another's. */
  readonly #others = new Map<string, number>();
  /** SHA-256 of what is given for actions that changed it on its way in an earlier run, by their id. */
  readonly #originals = new Map<number, string>();
  readonly #proofs: AppleProofs;

  constructor(proofs: AppleProofs) {
    this.#proofs = proofs;
  }

  /** @returns its row */
  add(file: SourceFile): number {
    const row = this.#table.add(file);
    const key = hashOf(file.path);
    const there = this.#byPath.get(key);
    if (there == null || this.#table.at(there).path === file.path) this.#byPath.set(key, row);
    else this.#others.set(file.path, row);
    return row;
  }

  /** Those that come with an item. */
  addAll({ files, sidecars }: SourceItem): void {
    for (const file of [...files, ...sidecars.filter(isCopied)]) this.add(file);
  }

  at(row: number): SourceFile {
    return this.#table.at(row);
  }

  #named(path: string): SourceFile | undefined {
    const row = this.#others.get(path) ?? this.#byPath.get(hashOf(path));
    const file = row == null ? undefined : this.#table.at(row);
    return file?.path === path ? file : undefined;
  }

  bytesOf = async ({ from }: CopyAction): Promise<Readable> => {
    const file = from == null ? undefined : this.#named(from.path);
    if (file == null) throw new Refused('copy-failed', `${from?.path ?? 'It'} isn’t in the source any more.`);
    const isSmall = file.onDisk != null && file.size <= SMALL;
    const bytes = file.onDisk != null && isSmall ? Readable.from([whole(file.onDisk)]) : await file.open();
    const proof = this.#proofs.of(file);
    return proof == null ? bytes : Readable.from(proving(proof, bytes), { objectMode: false });
  };

  /** Where a copy's bytes lie in a zip; undefined where they don't, or have to be proved as they go by. @throws the system's error */
  packedOf({ from }: CopyAction): PackedFile | undefined {
    const file = from == null ? undefined : this.#named(from.path);
    return file == null || this.#proofs.of(file) != null ? undefined : file.packedFile;
  }

  /** Of a copy of an earlier run: as its source has the bytes, in hex. Asked once. */
  original({ id }: { readonly id: number }): string | undefined {
    const sha256 = this.#originals.get(id);
    this.#originals.delete(id);
    return sha256;
  }

  /** @returns SHA-256 in hex; undefined where it can't be read, which is said when it is copied */
  sha256(file: SourceFile, pause: () => Promise<void> | undefined): Promise<string | undefined> {
    return sourceSha256(file, pause, this.#proofs.of(file));
  }

  /** Of actions that happened without anybody noting it. */
  async readOriginals(actions: readonly CopyAction[], pause: () => Promise<void> | undefined): Promise<void> {
    for (const { id, from } of actions) {
      const file = from == null ? undefined : this.#named(from.path);
      const sha256 = file == null ? undefined : await this.sha256(file, pause);
      if (sha256 != null) this.#originals.set(id, sha256);
    }
  }
}

async function* proving(proof: Proof, bytes: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    proof.update(chunk as Uint8Array);
    yield chunk as Uint8Array;
  }
  proof.end();
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

async function sourceSha256(
  file: SourceFile,
  pause: () => Promise<void> | undefined,
  proof: Proof | undefined,
): Promise<string | undefined> {
  try {
    if (file.onDisk != null && proof == null)
      return (await hashFile(file.onDisk, () => {}, pause)).sha256.toString('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code != null) return undefined;
    throw error;
  }
  const hash = createHash('sha256');
  try {
    for await (const chunk of await file.open()) {
      hash.update(chunk as Uint8Array);
      proof?.update(chunk as Uint8Array);
    }
    proof?.end();
  } catch {
    return undefined;
  }
  await pause();
  return hash.digest('hex');
}
