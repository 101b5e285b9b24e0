import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { SourceDamaged } from '../damaged.ts';
import { CheckedBytes, checkBytes, inWords } from './checkedBytes.ts';
import type { Entry, Part } from './entry.ts';
import { fileRange } from './fileRange.ts';
import {
  AROUND,
  dataStart,
  inOnePiece,
  type PackedFile,
  packedStart,
  readPacked,
  STORED,
  startAtOnce,
  unpackedAtOnce,
} from './packedFile.ts';
import { ReadBuffers } from './readBuffers.ts';

/** Bytes up to which an entry is read in one go. */
const SMALL = 1 << 20;
/** Packed bytes up to which an entry is unpacked at once. */
const TINY = 1 << 16;
const CHUNK = 1 << 18;

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

  get packedFile(): PackedFile {
    const { name, part, packed, size, crc32 } = this;
    const start = part.base + this.position;
    return { name, archive: part.name, fd: part.fd, start, packed, method: this.#method, size, crc32 };
  }

  /** Where its bytes lie in the file of the archive as they are; undefined where they are packed. @throws SourceDamaged */
  plainRange(): { readonly start: number; readonly length: number } | undefined {
    return this.#method === STORED ? { start: this.#dataStart(), length: this.size } : undefined;
  }

  async open(): Promise<Readable> {
    if (this.size <= SMALL && this.packed <= SMALL) {
      const bytes = await this.#whole();
      return Readable.from(bytes.length === 0 ? [] : [bytes], { objectMode: false });
    }
    const packed = fileRange(this.part.fd, this.#dataStart(), this.packed);
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
    const length = packedStart(this.packed, wanted);
    const file = this.packedFile;
    if (this.#method === STORED)
      return readPacked(file, length, Buffer.allocUnsafe(AROUND + length)).subarray(0, wanted);
    return buffers.lent(AROUND + length, async room => {
      const packed = readPacked(file, length, room);
      return (startAtOnce(packed, wanted) ?? (await inflateStart(packed, wanted, this.name))).subarray(0, wanted);
    });
  }

  async #whole(): Promise<Buffer> {
    const file = this.packedFile;
    const length = AROUND + this.packed;
    if (this.#method === STORED) return checkBytes(this, readPacked(file, this.packed, Buffer.allocUnsafe(length)));
    const bytes = await buffers.lent(length, room => this.#unpack(file, readPacked(file, this.packed, room)));
    return checkBytes(this, bytes);
  }

  async #unpack(file: PackedFile, packed: Buffer): Promise<Buffer> {
    // Of sidecars and small pictures: to hand it to another thread takes longer, and gigabytes for hundreds of thousands.
    if (packed.length <= TINY) return unpackedAtOnce(file, packed);
    try {
      return await inflate(packed, inOnePiece(this.size));
    } catch (error) {
      throw inWords(error, this.name);
    }
  }

  /** In the file of the archive. */
  #dataStart(): number {
    const file = this.packedFile;
    return file.start + dataStart(file);
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
