import type { Readable } from 'node:stream';
import type { Entry, Part } from './entry.ts';
import type { PackedFile } from './packedFile.ts';

/** An entry that goes by another name in the source than where it lies. */
export class RenamedEntry implements Entry {
  readonly name: string;
  readonly detail = undefined;
  readonly #entry: Entry;

  constructor(entry: Entry, name: string) {
    this.#entry = entry;
    this.name = name;
  }

  get size(): number {
    return this.#entry.size;
  }

  get mtimeMs(): number | undefined {
    return this.#entry.mtimeMs;
  }

  get crc32(): number | undefined {
    return this.#entry.crc32;
  }

  get position(): number {
    return this.#entry.position;
  }

  get part(): Part {
    return this.#entry.part;
  }

  get onDisk(): string | Buffer | undefined {
    return this.#entry.onDisk;
  }

  get packedFile(): PackedFile | undefined {
    return this.#entry.packedFile;
  }

  open(): Promise<Readable> {
    return this.#entry.open();
  }

  head(bytes: number): Promise<Buffer> {
    return this.#entry.head(bytes);
  }
}
