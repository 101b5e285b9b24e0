import fs from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { SourceDamaged } from '../damaged.ts';
import { CheckedBytes, inWords } from './checkedBytes.ts';
import type { Entry, Part } from './entry.ts';
import { fileRange } from './fileRange.ts';
import type { GunzipCursor } from './gunzipCursor.ts';
import type { Spool, Spooled } from './spool.ts';

/** A tar that is open for reading. */
export interface OpenTar extends Part {
  /** Of a plain tar. */
  readonly fd: number;
  readonly spool: Spool;
  /** Of a gzip: a cursor that isn't beyond a place; to be given back by `rest`, or closed. */
  cursor(position: number): GunzipCursor;
  /** Keeps a cursor for the next reading. */
  rest(cursor: GunzipCursor): void;
}

/** A file in a tar. Tar has no checksum of a file's bytes; gzip has one of all, which is proved on the way through. */
export class TarEntry implements Entry {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number | undefined;
  readonly crc32 = undefined;
  readonly position: number;
  readonly part: OpenTar;
  /** Where its bytes were put aside. */
  spooled: Spooled | undefined;

  constructor(part: OpenTar, name: string, size: number, mtimeMs: number | undefined, position: number) {
    this.part = part;
    this.name = name;
    this.size = size;
    this.mtimeMs = mtimeMs;
    this.position = position;
  }

  get detail(): readonly [number, number] {
    return this.spooled == null ? [-1, 0] : [this.spooled.at, this.spooled.length];
  }

  async open(): Promise<Readable> {
    if (this.size === 0) return Readable.from([], { objectMode: false });
    if (this.spooled != null) return Readable.from([this.part.spool.read(this.spooled)], { objectMode: false });
    const checked = new CheckedBytes(this);
    const bytes =
      this.part.form === 'tar'
        ? fileRange(this.part.fd, this.position, this.size)
        : Readable.from(this.#unpacked(this.size), { objectMode: false });
    // A failure is heard at the last stream.
    pipeline(bytes, checked, () => {});
    return checked;
  }

  async head(bytes: number): Promise<Buffer> {
    const wanted = Math.min(bytes, this.size);
    if (this.spooled != null) return this.part.spool.read(this.spooled).subarray(0, wanted);
    if (this.part.form === 'tar') {
      const buffer = Buffer.alloc(wanted);
      const read = fs.readSync(this.part.fd, buffer, 0, wanted, this.position);
      if (read < wanted) throw new SourceDamaged(`${this.name} is cut off: ${this.part.name} ends within it.`);
      return buffer;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of this.#unpacked(wanted)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *#unpacked(bytes: number): AsyncGenerator<Buffer> {
    const cursor = this.part.cursor(this.position);
    let well = false;
    try {
      await cursor.moveTo(this.position);
      yield* cursor.take(bytes);
      well = true;
    } catch (error) {
      throw inWords(error, this.name);
    } finally {
      if (well) this.part.rest(cursor);
      else cursor.close();
    }
  }
}
