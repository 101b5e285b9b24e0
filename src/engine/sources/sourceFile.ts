import type { Readable } from 'node:stream';
import type { AppleChecksum } from '../media/appleChecksum.ts';
import type { Role } from '../media/model.ts';
import type { Entry, Part } from './archive/entry.ts';
import type { PackedFile } from './archive/packedFile.ts';
import type { SourceFile } from './source.ts';

/** What a source knows of a file beyond its entry. */
export interface Placing {
  /** What it is called where its place has another name for it. */
  readonly name?: string | undefined;
  readonly appleChecksum?: AppleChecksum | undefined;
}

/** An entry in its place within the source. */
export class PlacedFile implements SourceFile {
  readonly path: string;
  readonly name: string;
  readonly role: Role;
  readonly part: number;
  readonly appleChecksum: AppleChecksum | undefined;
  readonly entry: Entry;
  /** Within the source, with `/`. */
  readonly directory: string;
  /** All of the source. */
  readonly parts: readonly Part[];

  /** @param parts all of the source */
  constructor(entry: Entry, directory: string, role: Role, parts: readonly Part[], more: Placing = {}) {
    this.entry = entry;
    this.directory = directory;
    this.parts = parts;
    this.path = directory === '' ? entry.name : `${directory}/${entry.name}`;
    this.name = more.name ?? entry.name;
    this.role = role;
    this.part = parts.indexOf(entry.part);
    this.appleChecksum = more.appleChecksum;
  }

  get size(): number {
    return this.entry.size;
  }

  get mtimeMs(): number | undefined {
    return this.entry.mtimeMs;
  }

  get crc32(): number | undefined {
    return this.entry.crc32;
  }

  get position(): number {
    return this.entry.position;
  }

  get onDisk(): string | Buffer | undefined {
    return this.entry.onDisk;
  }

  get packedFile(): PackedFile | undefined {
    return this.entry.packedFile;
  }

  open(): Promise<Readable> {
    return this.entry.open();
  }

  head(bytes: number): Promise<Buffer> {
    return this.entry.head(bytes);
  }
}
