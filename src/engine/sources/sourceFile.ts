import type { Readable } from 'node:stream';
import type { Role } from '../media/model.ts';
import type { Entry, Part } from './archive/entry.ts';
import type { SourceFile } from './source.ts';

/** An entry in its place within the source. */
export class PlacedFile implements SourceFile {
  readonly path: string;
  readonly role: Role;
  readonly part: number;
  readonly #entry: Entry;

  /** @param parts all of the source */
  constructor(entry: Entry, directory: string, role: Role, parts: readonly Part[]) {
    this.#entry = entry;
    this.path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    this.role = role;
    this.part = parts.indexOf(entry.part);
  }

  get name(): string {
    return this.#entry.name;
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

  get onDisk(): string | Buffer | undefined {
    return this.#entry.onDisk;
  }

  open(): Promise<Readable> {
    return this.#entry.open();
  }

  head(bytes: number): Promise<Buffer> {
    return this.#entry.head(bytes);
  }
}
