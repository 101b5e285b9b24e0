/**
 * The folders that are still to be looked into, in memory that several threads share: each takes one when its own
 * are at an end, and gives some away while others have none. Ends for all when nobody has any left.
 */
import { Buffer } from 'node:buffer';
import type { Name } from '../../backup/name.ts';

/** Bytes; what finds no room stays with the thread that found it. */
const ROOM = 1 << 18;
const LOCK = 0;
/** Bytes in use. */
const TOP = 1;
/** Folders that were found and not yet looked into, wherever they are held. */
const OPEN = 2;
/** Threads that wait for a folder. */
const WAITING = 3;
/** Changes whenever waiting may be at an end. */
const TURN = 4;
const HEAD = 5;
const WORD = Int32Array.BYTES_PER_ELEMENT;
/** Who dies with the lock in hand must not hold the others for ever. */
const PATIENCE_MS = 2000;

export class SharedFolders {
  readonly memory: SharedArrayBuffer;
  readonly #head: Int32Array;
  readonly #bytes: Buffer;

  /** @param memory of another thread's; absent: new, and holding the root alone */
  constructor(memory?: SharedArrayBuffer) {
    this.memory = memory ?? new SharedArrayBuffer(HEAD * WORD + ROOM);
    this.#head = new Int32Array(this.memory, 0, HEAD);
    this.#bytes = Buffer.from(this.memory, HEAD * WORD, ROOM);
    if (memory != null) return;
    this.found(1);
    this.give({ text: '' });
  }

  /** Whether another thread has nothing to do. */
  get isWanted(): boolean {
    return Atomics.load(this.#head, WAITING) > 0 && Atomics.load(this.#head, TOP) === 0;
  }

  /** To be said of folders before they are given or kept. */
  found(count: number): void {
    Atomics.add(this.#head, OPEN, count);
  }

  /** To be said of a folder when those in it are found. */
  done(): void {
    if (Atomics.sub(this.#head, OPEN, 1) === 1) this.#turn();
  }

  /** @returns whether there was room for it */
  give({ text, raw }: Name): boolean {
    const entry = Buffer.from(JSON.stringify(raw == null ? [text] : [text, raw.toString('base64')]));
    const isGiven = this.#locked(() => {
      const top = this.#head[TOP] ?? 0;
      const end = top + entry.length + WORD;
      if (end > ROOM) return false;
      entry.copy(this.#bytes, top);
      this.#bytes.writeInt32LE(entry.length, end - WORD);
      Atomics.store(this.#head, TOP, end);
      return true;
    });
    if (isGiven) this.#turn();
    return isGiven;
  }

  /** @returns undefined when every folder was looked into */
  take(): Name | undefined {
    Atomics.add(this.#head, WAITING, 1);
    try {
      for (;;) {
        const turn = Atomics.load(this.#head, TURN);
        const name = this.#locked(() => this.#pop());
        if (name != null) return name;
        if (Atomics.load(this.#head, OPEN) === 0) return undefined;
        Atomics.wait(this.#head, TURN, turn);
      }
    } finally {
      Atomics.sub(this.#head, WAITING, 1);
    }
  }

  #pop(): Name | undefined {
    const top = this.#head[TOP] ?? 0;
    if (top === 0) return undefined;
    const length = this.#bytes.readInt32LE(top - WORD);
    const start = top - WORD - length;
    const [text = '', raw] = JSON.parse(this.#bytes.toString('utf8', start, start + length)) as [string, string?];
    Atomics.store(this.#head, TOP, start);
    return raw == null ? { text } : { text, raw: Buffer.from(raw, 'base64') };
  }

  #turn(): void {
    Atomics.add(this.#head, TURN, 1);
    Atomics.notify(this.#head, TURN);
  }

  #locked<T>(work: () => T): T {
    while (Atomics.compareExchange(this.#head, LOCK, 0, 1) !== 0)
      if (Atomics.wait(this.#head, LOCK, 1, PATIENCE_MS) === 'timed-out')
        throw new Error('Another thread of the walk holds its list and does not let go.');
    try {
      return work();
    } finally {
      Atomics.store(this.#head, LOCK, 0);
      Atomics.notify(this.#head, LOCK, 1);
    }
  }
}
