/** Looks into small files of archives, and brings them to their places; in a thread of its own or in the job's. */
import { Buffer } from 'node:buffer';
import { quickTags } from '../../../media/quick/quickTags.ts';
import { HEAD, HeadBytes } from '../../../media/quick/source.ts';
import { factsOf } from '../../../media/readFacts.ts';
import { sourceFailed } from '../../../plan/building.ts';
import { type Came, type Carried, type Packed, pack, put } from '../../../plan/carry.ts';
import type { FilePath, FileSystem } from '../../../plan/fileSystem.ts';
import {
  AROUND,
  type PackedFile,
  packedStart,
  readPacked,
  STORED,
  startAtOnce,
  unpackedWhole,
} from '../../../sources/archive/packedFile.ts';
import type { Goods, Looked } from './load.ts';

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

/** What is carried, by one thread. */
export class Carrying {
  readonly #fs: FileSystem;
  /** What is held ready. */
  readonly #ready = new Map<number, Promise<Packed | undefined>>();

  constructor(fs: FileSystem) {
    this.#fs = fs;
  }

  /** Unpacks and makes what is to be carried next; what of it fails is told when it is asked for. */
  ready(goods: readonly Goods[]): void {
    this.#ready.clear();
    for (const one of goods) {
      const packed = packedOf(one);
      packed.catch(() => {});
      this.#ready.set(one.key, packed);
    }
  }

  /** @returns undefined where it has to be done in another way: nothing was made then @throws as {@link pack} and {@link put} */
  async carry(goods: Goods, to: FilePath): Promise<Carried | undefined> {
    const ready = this.#ready.get(goods.key) ?? packedOf(goods);
    this.#ready.delete(goods.key);
    const { bytes, carried } = (await ready) ?? {};
    if (bytes != null) await put(this.#fs, bytes, to, goods.cargo.mtimeMs);
    return carried;
  }
}

const packedOf = async ({ from, cargo }: Goods): Promise<Packed | undefined> => pack(came(from), cargo);

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
