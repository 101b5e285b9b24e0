import type { Readable } from 'node:stream';
import type { Role } from '../../media/model.ts';
import { SourceDamaged } from '../damaged.ts';
import type { SourceFile } from '../source.ts';

/** What is on record of a file that came before. */
export interface EarlierState {
  /** Bytes. */
  readonly size: number;
  /** Unix ms. */
  readonly mtime: number | null;
}

/** A file of a photo in iCloud that came before: known by what is on record of it, and not fetched again. */
export class EarlierFile implements SourceFile {
  readonly path: string;
  readonly name: string;
  readonly role: Role;
  readonly size: number;
  readonly mtimeMs: number | undefined;
  readonly crc32 = undefined;
  readonly part = 0;
  readonly position = 0;
  readonly onDisk = undefined;

  constructor(path: string, name: string, role: Role, { size, mtime }: EarlierState) {
    this.path = path;
    this.name = name;
    this.role = role;
    this.size = size;
    this.mtimeMs = mtime ?? undefined;
  }

  async open(): Promise<Readable> {
    throw new SourceDamaged(`${this.path} came before and was not fetched again.`);
  }

  async head(): Promise<Buffer> {
    throw new SourceDamaged(`${this.path} came before and was not fetched again.`);
  }
}
