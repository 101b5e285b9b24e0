/** Memory for the tables of a process: what was not asked for lately lies in a temporary file meanwhile. */
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../backup/temporaryFolder.ts';

/** Bytes of a block. */
export const BLOCK = 1 << 16;
/** Blocks that are in memory, of all tables together. */
const HELD = 256;

/** The same bytes, seen in two ways. */
export interface Block {
  readonly bytes: Buffer;
  readonly numbers: Float64Array;
}

/** A block's place in memory. */
interface Frame extends Block {
  block: number;
  /** It was asked for since the hand went past. */
  isWanted: boolean;
  /** It is otherwise in the file, or not there. */
  isChanged: boolean;
}

/**
 * Blocks by their numbers. Of those in memory the one goes that was not asked for longest, or nearly (the clock
 * algorithm). Where the temporary folder can't be written all stay in memory.
 */
export class BlockPool {
  readonly #most: number;
  readonly #frames: Frame[] = [];
  /** Frame of each block; undefined where it is in the file. */
  readonly #frameOf: (Frame | undefined)[] = [];
  readonly #free: number[] = [];
  #hand = 0;
  #fd: number | undefined;
  #isFull = false;

  /** @param held blocks that are in memory */
  constructor(held = HELD) {
    this.#most = held;
  }

  /** @returns the number of a block of zeros */
  add(): number {
    const block = this.#free.pop() ?? this.#frameOf.length;
    const frame = this.#take(block);
    frame.bytes.fill(0);
    frame.isChanged = true;
    return block;
  }

  /**
   * @returns what is true until another block is asked for
   * @throws the system's error where the temporary file can't be read
   */
  at(block: number, toWrite = false): Block {
    const frame = this.#frameOf[block] ?? this.#read(block);
    frame.isWanted = true;
    if (toWrite) frame.isChanged = true;
    return frame;
  }

  /** Their numbers are given to others. */
  free(blocks: readonly number[]): void {
    for (const block of blocks) {
      const frame = this.#frameOf[block];
      if (frame != null) Object.assign(frame, { block: NONE, isWanted: false, isChanged: false });
      this.#frameOf[block] = undefined;
      this.#free.push(block);
    }
  }

  #read(block: number): Frame {
    const frame = this.#take(block);
    for (let done = 0; done < BLOCK; ) {
      const read = fs.readSync(this.#fd!, frame.bytes, done, BLOCK - done, block * BLOCK + done);
      if (read === 0) throw new Error('A temporary file was cut off by another program. Run this again.');
      done += read;
    }
    frame.isChanged = false;
    return frame;
  }

  #take(block: number): Frame {
    const frame = (this.#frames.length < this.#most ? undefined : this.#leastWanted()) ?? this.#more();
    if (frame.block !== NONE) this.#frameOf[frame.block] = undefined;
    frame.block = block;
    frame.isWanted = true;
    this.#frameOf[block] = frame;
    return frame;
  }

  #more(): Frame {
    const numbers = new Float64Array(BLOCK / Float64Array.BYTES_PER_ELEMENT);
    const frame = { bytes: Buffer.from(numbers.buffer), numbers, block: NONE, isWanted: true, isChanged: false };
    this.#frames.push(frame);
    return frame;
  }

  /** @returns undefined where none can be put aside */
  #leastWanted(): Frame | undefined {
    for (let seen = 0; seen < 2 * this.#frames.length; seen++) {
      this.#hand = (this.#hand + 1) % this.#frames.length;
      const frame = this.#frames[this.#hand]!;
      if (!frame.isWanted && this.#isAside(frame)) return frame;
      frame.isWanted = false;
    }
    return undefined;
  }

  #isAside({ block, bytes, isChanged }: Frame): boolean {
    if (!isChanged || this.#isFull) return !isChanged;
    try {
      this.#fd ??= namelessFile();
      for (let done = 0; done < BLOCK; )
        done += fs.writeSync(this.#fd, bytes, done, BLOCK - done, block * BLOCK + done);
      return true;
    } catch {
      this.#isFull = true;
      return false;
    }
  }
}

const NONE = -1;

/** Nothing is left of it when the process ends, however it does. */
function namelessFile(): number {
  const folder = temporaryFolder('table');
  try {
    return fs.openSync(path.join(folder, 'blocks'), 'wx+', 0o600);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
