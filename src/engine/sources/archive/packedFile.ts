/** A file in a zip as numbers: where it lies and how it is packed, so that any thread of this process can read it. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import zlib from 'node:zlib';
import { SourceDamaged } from '../damaged.ts';
import { checkBytes, inWords } from './checkedBytes.ts';

const LOCAL_HEADER = 30;
/** Bytes of name and extra field that nearly every local header stays below. */
const AHEAD = 200;
/** What is read with the packed bytes. */
export const AROUND = LOCAL_HEADER + AHEAD;
export const STORED = 0;
export const DEFLATED = 8;

export interface PackedFile {
  /** To name it, and the archive, in words. */
  readonly name: string;
  readonly archive: string;
  /** Of the archive, open for reading. */
  readonly fd: number;
  /** Of its local header in the archive's file. */
  readonly start: number;
  /** Bytes in the zip. */
  readonly packed: number;
  readonly method: number;
  /** Bytes, as listed. */
  readonly size: number;
  readonly crc32: number;
}

/**
 * All bytes of a small file, proved to be as listed.
 * @param room for the packed bytes and what stands before them; nothing of it may be used again before the bytes are
 * @throws SourceDamaged; the system's error
 */
export function unpackedWhole(file: PackedFile, room: Buffer): Buffer {
  const packed = readPacked(file, file.packed, room);
  return checkBytes(file, file.method === STORED ? packed : unpackedAtOnce(file, packed));
}

/** @throws SourceDamaged */
export function unpackedAtOnce({ name, size }: PackedFile, packed: Buffer): Buffer {
  try {
    return zlib.inflateRawSync(packed, inOnePiece(size));
  } catch (error) {
    throw inWords(error, name);
  }
}

/** One piece of the right size: the usual 16 KB for each of very many sidecars are a burden. */
export const inOnePiece = (size: number): zlib.ZlibOptions => ({
  maxOutputLength: Math.max(1, size),
  chunkSize: Math.max(64, size),
});

/**
 * The first packed bytes.
 * @param room for what stands before them, too, mostly read in one go
 * @throws SourceDamaged; the system's error
 */
export function readPacked(file: PackedFile, length: number, room: Buffer): Buffer {
  const { fd, start, name, archive } = file;
  const got = fs.readSync(fd, room, 0, Math.min(room.length, AROUND + length), start);
  const begin = dataStart(file, room.subarray(0, got));
  if (begin + length <= got) return room.subarray(begin, begin + length);
  const read = fs.readSync(fd, room, 0, length, start + begin);
  if (read < length) throw new SourceDamaged(`${name} is cut off: ${archive} ends within it.`);
  return room.subarray(0, length);
}

/**
 * How far behind its local header the packed bytes begin: its lengths there may differ from those in the list.
 * @throws SourceDamaged
 */
export function dataStart({ fd, start, name, archive }: PackedFile, ahead?: Buffer): number {
  const header = ahead ?? Buffer.allocUnsafe(LOCAL_HEADER);
  const read = ahead?.length ?? fs.readSync(fd, header, 0, LOCAL_HEADER, start);
  if (read < LOCAL_HEADER || header.readUInt32LE(0) !== 0x04034b50)
    throw new SourceDamaged(`${name} isn't where ${archive} lists it: the archive is damaged.`);
  return LOCAL_HEADER + header.readUInt16LE(26) + header.readUInt16LE(28);
}

/** Packed bytes of which more than the first ones are held; a head of them is unpacked by `finishFlush`. */
const MORE = 1 << 16;

/** The first bytes of a file, out of its first packed ones. @returns undefined where that is not plain: damaged, or packed so well that there is too much of it */
export function startAtOnce(packed: Buffer, wanted: number): Buffer | undefined {
  const chunkSize = Math.max(packed.length, wanted) + MORE;
  try {
    const options = { finishFlush: zlib.constants.Z_SYNC_FLUSH, chunkSize, maxOutputLength: 4 * chunkSize };
    const bytes = zlib.inflateRawSync(packed, options);
    return bytes.length < wanted ? undefined : bytes;
  } catch {
    return undefined;
  }
}

/** Packed bytes in which the first ones of a file are: deflate makes at most 0.03 % more of what can't be packed, and a little at the beginning. */
export const packedStart = (packed: number, wanted: number): number => Math.min(packed, wanted + (wanted >> 8) + 4096);
