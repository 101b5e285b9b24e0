/** Looks into small files of archives, and brings them to their places; in a thread of its own or in the job's. */
import { Buffer } from 'node:buffer';
import { quickTags } from '../../../media/quick/quickTags.ts';
import { HEAD, HeadBytes } from '../../../media/quick/source.ts';
import { factsOf } from '../../../media/readFacts.ts';
import { sourceFailed } from '../../../plan/building.ts';
import { type Came, type Cargo, type Carried, carry } from '../../../plan/carry.ts';
import type { FileSystem } from '../../../plan/fileSystem.ts';
import {
  AROUND,
  type PackedFile,
  packedStart,
  readPacked,
  STORED,
  startAtOnce,
  unpackedWhole,
} from '../../../sources/archive/packedFile.ts';
import type { Looked } from './load.ts';

// What is packed is gone when the next one comes: they are unpacked one by one.
let room = Buffer.allocUnsafeSlow(1 << 18);

/** @throws SourceDamaged; the system's error */
export async function look(packed: PackedFile, name: string): Promise<Looked> {
  const head = packed.size <= HEAD ? whole(packed) : (startOf(packed) ?? whole(packed));
  const tags =
    (await quickTags(new HeadBytes(head, packed.size), name)) ??
    // Its metadata lie further behind, as a film's do.
    (head.length === packed.size ? undefined : await quickTags(new HeadBytes(whole(packed), packed.size), name));
  return tags == null ? {} : { facts: factsOf(tags) };
}

/** @throws as {@link carry} */
export async function carryOver(fs: FileSystem, from: PackedFile | string, cargo: Cargo): Promise<Carried | undefined> {
  return carry(fs, came(from), cargo);
}

function came(from: PackedFile | string): Came {
  if (typeof from === 'string') return { bytes: Buffer.from(from), crc32: undefined };
  try {
    return { bytes: whole(from), crc32: from.crc32 };
  } catch (error) {
    throw sourceFailed(error);
  }
}

function whole(packed: PackedFile): Buffer {
  // What is not packed stays in the room that it is read into.
  return unpackedWhole(
    packed,
    packed.method === STORED ? Buffer.allocUnsafe(AROUND + packed.packed) : roomOf(packed.packed),
  );
}

function startOf(packed: PackedFile): Buffer | undefined {
  const length = packedStart(packed.packed, HEAD);
  const wanted = Math.min(HEAD, packed.size);
  if (packed.method === STORED)
    return readPacked(packed, length, Buffer.allocUnsafe(AROUND + length)).subarray(0, wanted);
  return startAtOnce(readPacked(packed, length, roomOf(length)), wanted)?.subarray(0, wanted);
}

function roomOf(length: number): Buffer {
  if (room.length < AROUND + length) room = Buffer.allocUnsafeSlow(AROUND + length);
  return room;
}
