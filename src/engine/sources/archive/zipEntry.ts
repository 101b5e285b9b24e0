import fs from 'node:fs';
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { SourceDamaged } from '../damaged.ts';
import { CheckedBytes, checkBytes, inWords } from './checkedBytes.ts';
import type { Entry, Part } from './entry.ts';
import { fileRange } from './fileRange.ts';
import { ReadBuffers } from './readBuffers.ts';

/** Bytes up to which an entry is read in one go. */
const SMALL = 1 << 20;
/** Packed bytes up to which an entry is unpacked at once. */
const TINY = 1 << 16;
const CHUNK = 1 << 18;
const LOCAL_HEADER = 30;
/** Bytes of name and extra field that nearly every local header stays below. */
const AHEAD = 200;
const AROUND = LOCAL_HEADER + AHEAD;
export const STORED = 0;
export const DEFLATED = 8;

const buffers = new ReadBuffers(AROUND + SMALL);
const inflate = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.inflateRaw);

/** A zip that is open for reading. */
export interface OpenZip extends Part {
  readonly fd: number;
  /** Where it begins in the file: a zip may lie in another. */
  readonly base: number;
}

/** A file in a zip: read at random, out of the open zip. */
export class ZipEntry implements Entry {
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number | undefined;
  readonly crc32: number;
  readonly position: number;
  readonly part: OpenZip;
  /** Bytes in the zip. */
  readonly packed: number;
  readonly #method: number;

  constructor(part: OpenZip, name: string, listed: Listed) {
    this.part = part;
    this.name = name;
    this.size = listed.size;
    this.packed = listed.packed;
    this.mtimeMs = listed.mtimeMs;
    this.crc32 = listed.crc32;
    this.position = listed.position;
    this.#method = listed.method;
  }

  get detail(): readonly [number, number] {
    return [this.packed, this.#method];
  }

  /** Where its bytes lie in the file of the archive as they are; undefined where they are packed. @throws SourceDamaged */
  plainRange(): { readonly start: number; readonly length: number } | undefined {
    return this.#method === STORED ? { start: this.part.base + this.#dataStart(), length: this.size } : undefined;
  }

  async open(): Promise<Readable> {
    if (this.size <= SMALL && this.packed <= SMALL) {
      const bytes = await this.#whole();
      return Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
    }
    const packed = fileRange(this.part.fd, this.part.base + this.#dataStart(), this.packed);
    const checked = new CheckedBytes(this);
    // Whatever fails, the last stream fails with it: that is where it is heard.
    const heard = (): void => {};
    if (this.#method === STORED) pipeline(packed, checked, heard);
    else pipeline(packed, zlib.createInflateRaw({ chunkSize: CHUNK }), checked, heard);
    return checked;
  }

  async head(bytes: number): Promise<Buffer> {
    const wanted = Math.min(bytes, this.size);
    if (wanted === this.size && wanted <= SMALL && this.packed <= SMALL) return this.#whole();
    // Deflate makes at most 0.03 % more of what can't be packed, and a little at the beginning.
    const length = Math.min(this.packed, wanted + (wanted >> 8) + 4096);
    if (this.#method === STORED) return this.#read(length, Buffer.allocUnsafe(AROUND + length)).subarray(0, wanted);
    return buffers.lent(AROUND + length, async room => {
      const packed = this.#read(length, room);
      return (startAtOnce(packed, wanted) ?? (await inflateStart(packed, wanted, this.name))).subarray(0, wanted);
    });
  }

  async #whole(): Promise<Buffer> {
    const length = AROUND + this.packed;
    if (this.#method === STORED) return checkBytes(this, this.#read(this.packed, Buffer.allocUnsafe(length)));
    const bytes = await buffers.lent(length, room => this.#unpack(this.#read(this.packed, room)));
    return checkBytes(this, bytes);
  }

  async #unpack(packed: Buffer): Promise<Buffer> {
    // One piece of the right size: the usual 16 KB for each of very many sidecars are a burden.
    const options = { maxOutputLength: Math.max(1, this.size), chunkSize: Math.max(64, this.size) };
    try {
      // Of sidecars and small pictures: to hand it to another thread takes longer, and gigabytes for hundreds of thousands.
      return packed.length <= TINY ? zlib.inflateRawSync(packed, options) : await inflate(packed, options);
    } catch (error) {
      throw inWords(error, this.name);
    }
  }

  /** The first packed bytes. @param room for what stands before them, too, mostly read in one go */
  #read(length: number, room: Buffer): Buffer {
    const got = fs.readSync(this.part.fd, room, 0, room.length, this.part.base + this.position);
    const begin = this.#dataStart(room.subarray(0, got)) - this.position;
    if (begin + length <= got) return room.subarray(begin, begin + length);
    const read = fs.readSync(this.part.fd, room, 0, length, this.part.base + this.position + begin);
    if (read < length) throw new SourceDamaged(`${this.name} is cut off: ${this.part.name} ends within it.`);
    return room.subarray(0, length);
  }

  /** The lengths in the local header may differ from those in the list. */
  #dataStart(ahead?: Buffer): number {
    const header = ahead ?? Buffer.allocUnsafe(LOCAL_HEADER);
    const read = ahead?.length ?? fs.readSync(this.part.fd, header, 0, LOCAL_HEADER, this.part.base + this.position);
    if (read < LOCAL_HEADER || header.readUInt32LE(0) !== 0x04034b50) {
      throw new SourceDamaged(`${this.name} isn't where ${this.part.name} lists it: the archive is damaged.`);
    }
    return this.position + LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
  }
}

export interface Listed {
  readonly size: number;
  readonly packed: number;
  readonly mtimeMs: number | undefined;
  readonly crc32: number;
  readonly position: number;
  readonly method: number;
}

/** @returns undefined where that is not plain: damaged, or packed so well that there is too much of it */
function startAtOnce(packed: Buffer, wanted: number): Buffer | undefined {
  const chunkSize = Math.max(packed.length, wanted) + TINY;
  try {
    const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize, maxOutputLength: 4 * chunkSize };
    const bytes = zlib.inflateRawSync(packed, options);
    return bytes.length < wanted ? undefined : bytes;
  } catch {
    return undefined;
  }
}

/** Unpacks until so many bytes are there; the packed data may break off behind them. */
async function inflateStart(packed: Buffer, wanted: number, name: string): Promise<Buffer> {
  const inflater = zlib.createInflateRaw({ chunkSize: CHUNK, finishFlush: zlib.constants.Z_SYNC_FLUSH });
  inflater.end(packed);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of inflater) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length >= wanted) break;
    }
  } catch (error) {
    throw inWords(error, name);
  }
  if (length < wanted) throw new SourceDamaged(`${name} is damaged: its packed data end too early.`);
  return Buffer.concat(chunks);
}
