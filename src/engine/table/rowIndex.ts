/** Slots of a segment at first, and at most: a power of two. */
const FIRST = 1 << 6;
const SLOTS = 1 << 12;
/** Of the slots, those that may be taken. */
const FULL = 0.85;
/** Keys that nobody chose so are told apart by fewer bits. */
const DEEPEST = 16;

/** 53 bits of a text: two that differ have the same once in quadrillions. After cyrb53 (bryc, public domain). */
export function hashOf(text: string): number {
  let [a, b] = [0xdeadbeef, 0x41c6ce57];
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return 4294967296 * (2097151 & b) + (a >>> 0);
}

/** A number for each of very many keys, themselves numbers such as {@link hashOf} gives: 14 to 28 bytes for each. */
export class RowIndex {
  /** By the first bits of what keys are spread by. Several places may have the same. */
  #segments: Segment[] = [new Segment(0, FIRST)];
  /** How many bits that are. */
  #depth = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param key a whole number from 0. @returns undefined where there is none */
  get(key: number): number | undefined {
    const spread = spreadOf(key);
    return this.#of(spread).get(key, spread);
  }

  has(key: number): boolean {
    return this.get(key) != null;
  }

  /** @param row from 0 to 2^32 - 1 */
  set(key: number, row: number): void {
    const spread = spreadOf(key);
    let segment = this.#of(spread);
    while (segment.isFull && segment.get(key, spread) == null) {
      if (segment.slots < SLOTS || segment.depth >= DEEPEST) segment.grow();
      else this.#split(segment, spread);
      segment = this.#of(spread);
    }
    if (segment.set(key, spread, row)) this.#size++;
  }

  #of(spread: number): Segment {
    return this.#segments[first(spread, this.#depth)]!;
  }

  /** Extendible hashing: an index grows piece by piece, and no large array is left behind. */
  #split(segment: Segment, spread: number): void {
    if (segment.depth === this.#depth) {
      this.#segments = this.#segments.flatMap(each => [each, each]);
      this.#depth++;
    }
    const other = segment.split();
    // Its places follow one another; the second half of them is the other's.
    const places = 1 << (this.#depth - segment.depth);
    const from = (first(spread, segment.depth) | 1) * places;
    this.#segments.fill(other, from, from + places);
  }
}

/** Keys whose spread begins with the same bits. */
class Segment {
  depth: number;
  #keys: Float64Array;
  #rows: Uint32Array;
  #size = 0;

  constructor(depth: number, slots: number) {
    this.depth = depth;
    this.#keys = new Float64Array(slots).fill(Number.NaN);
    this.#rows = new Uint32Array(slots);
  }

  get slots(): number {
    return this.#keys.length;
  }

  get isFull(): boolean {
    return this.#size >= this.slots * FULL;
  }

  get(key: number, spread: number): number | undefined {
    const slot = this.#slot(key, spread);
    return Number.isNaN(this.#keys[slot]) ? undefined : this.#rows[slot];
  }

  /** @returns whether it is a new one */
  set(key: number, spread: number, row: number): boolean {
    const slot = this.#slot(key, spread);
    const isNew = Number.isNaN(this.#keys[slot]);
    if (isNew) this.#size++;
    this.#keys[slot] = key;
    this.#rows[slot] = row;
    return isNew;
  }

  grow(): void {
    const [keys, rows] = [this.#keys, this.#rows];
    this.#keys = new Float64Array(keys.length * 2).fill(Number.NaN);
    this.#rows = new Uint32Array(keys.length * 2);
    this.#size = 0;
    this.#take(keys, rows, () => this);
  }

  /** @returns those with one more bit */
  split(): Segment {
    const [keys, rows] = [this.#keys.slice(), this.#rows.slice()];
    this.depth++;
    this.#keys.fill(Number.NaN);
    this.#size = 0;
    const other = new Segment(this.depth, this.slots);
    this.#take(keys, rows, spread => (first(spread, this.depth) % 2 === 0 ? this : other));
    return other;
  }

  #take(keys: Float64Array, rows: Uint32Array, whose: (spread: number) => Segment): void {
    keys.forEach((key, at) => {
      if (Number.isNaN(key)) return;
      const spread = spreadOf(key);
      whose(spread).set(key, spread, rows[at]!);
    });
  }

  /** Where a key is, or may be put. */
  #slot(key: number, spread: number): number {
    const mask = this.#keys.length - 1;
    let slot = spread & mask;
    while (this.#keys[slot] !== key && !Number.isNaN(this.#keys[slot])) slot = (slot + 1) & mask;
    return slot;
  }
}

/** 32 bits. */
function spreadOf(key: number): number {
  const mixed = Math.imul((key % 4294967296) ^ (key / 4294967296), 2654435761) >>> 0;
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** As a number. */
const first = (spread: number, bits: number): number => (bits === 0 ? 0 : spread >>> (32 - bits));
