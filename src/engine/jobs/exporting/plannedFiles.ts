/**
 * The files that a plan copies so far, by size and checksum: the same bytes are not copied twice. As numbers and bytes
 * outside of what is collected as garbage, for there are hundreds of thousands.
 */

import type { SourceFile } from '../../sources/source.ts';
import { JsonStore } from '../../table/jsonStore.ts';
import { Numbers } from '../../table/numbers.ts';
import { hashOf, RowIndex } from '../../table/rowIndex.ts';
import { Texts } from '../../table/texts.ts';
import type { Home, Twin } from './backupState.ts';
import type { SourceFiles } from './sourceBytes.ts';

/** Checksums of files that are just being planned; those of planned ones are kept with them. */
const RECENT = 4096;

/** Columns of a row: the file, the next unread one of its size and of its size and checksum, its SHA-256. */
const FILE = 0;
const NEXT_OF_SIZE = 1;
const NEXT_OF_KEY = 2;
const SHA = 3;
/** In a column of rows, which are counted from 1 there. */
const NONE = 0;

export class PlannedFiles {
  readonly #files: SourceFiles;
  readonly #hash: (file: SourceFile) => Promise<string | undefined>;
  readonly #rows = new Numbers(4);
  /** Row for row; seldom asked for. */
  readonly #twins = new JsonStore<Twin>();
  readonly #shaTexts = new Texts();
  /** The first of those whose bytes were not read, by size, and by size and checksum. */
  readonly #bySize = new RowIndex();
  readonly #byKey = new RowIndex();
  /** The first of those that were, by their SHA-256. */
  readonly #bySha = new RowIndex();
  readonly #recent = new Map<string, string | undefined>();

  /**
   * @param files are told of all that is added
   * @param hash SHA-256 in hex of all bytes of a file; undefined where it can't be read
   */
  constructor(files: SourceFiles, hash: (file: SourceFile) => Promise<string | undefined>) {
    this.#files = files;
    this.#hash = hash;
  }

  add(file: SourceFile, path: string, home: Home): void {
    const { size } = file;
    const key = keyOf(file);
    const sha256 = this.knownSha(file);
    const row = this.#rows.add(this.#files.add(file), this.#bySize.get(size) ?? NONE, this.#byKey.get(key) ?? NONE) + 1;
    this.#twins.add({ path, home });
    // Where its bytes were read it is in neither chain, but tells that there is one of its size.
    this.#bySize.set(size, sha256 == null ? row : (this.#bySize.get(size) ?? NONE));
    this.#byKey.set(key, sha256 == null ? row : (this.#byKey.get(key) ?? NONE));
    if (sha256 != null) this.#hashed(row, sha256);
  }

  /** Whether there is one that may have the same bytes. */
  mayHave(file: SourceFile): boolean {
    if (file.crc32 == null) return this.#bySize.has(file.size);
    return this.#byKey.has(keyOf(file)) || this.#byKey.has(keyOf({ size: file.size, crc32: undefined }));
  }

  /** The one that has the same bytes. */
  async twin(file: SourceFile, sha256: string): Promise<Twin | undefined> {
    const { size } = file;
    if (file.crc32 == null) await this.#readAll(this.#bySize, size, NEXT_OF_SIZE);
    else
      for (const crc32 of [file.crc32, undefined])
        await this.#readAll(this.#byKey, keyOf({ size, crc32 }), NEXT_OF_KEY);
    const row = this.#bySha.get(shaKey(sha256));
    if (row == null || this.#shaOf(row) !== sha256) return undefined;
    return this.#twins.at(row - 1);
  }

  /** Of a file that is just being planned: read once. */
  async sha256(file: SourceFile): Promise<string | undefined> {
    if (!this.#recent.has(file.path)) {
      const [oldest] = this.#recent.keys();
      if (this.#recent.size >= RECENT && oldest != null) this.#recent.delete(oldest);
      this.#recent.set(file.path, await this.#hash(file));
    }
    return this.#recent.get(file.path);
  }

  knownSha(file: SourceFile): string | undefined {
    return this.#recent.get(file.path);
  }

  /** Nothing can be asked for after it. */
  close(): void {
    this.#twins.close();
  }

  /** Reads those of a chain that were not read yet, each once; the chain is empty then. */
  async #readAll(chains: RowIndex, key: number, next: number): Promise<void> {
    for (let row = chains.get(key) ?? NONE; row !== NONE; row = this.#rows.at(row - 1, next)) {
      if (this.#rows.at(row - 1, SHA) !== NONE) continue;
      const sha256 = await this.#hash(this.#files.at(this.#rows.at(row - 1, FILE)));
      // What can't be read is like nothing.
      this.#hashed(row, sha256 ?? '');
    }
    if (chains.has(key)) chains.set(key, NONE);
  }

  #hashed(row: number, sha256: string): void {
    this.#rows.set(row - 1, SHA, this.#shaTexts.add(sha256) + 1);
    if (sha256 !== '' && !this.#bySha.has(shaKey(sha256))) this.#bySha.set(shaKey(sha256), row);
  }

  #shaOf(row: number): string {
    return this.#shaTexts.at(this.#rows.at(row - 1, SHA) - 1);
  }
}

/** Two files that differ here have different bytes. */
const keyOf = ({ size, crc32 }: Pick<SourceFile, 'size' | 'crc32'>): number => hashOf(`${size} ${crc32}`);

const shaKey = (sha256: string): number => Number.parseInt(sha256.slice(0, 13), 16);
