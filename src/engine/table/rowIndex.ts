/** Slots at first; a power of two. */
const SLOTS = 1 << 10;
/** Of the slots, those that may be taken. */
const FULL = 0.7;

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

/** A number for each of very many keys, themselves numbers such as {@link hashOf} gives: 17 to 34 bytes for each. */
export class RowIndex {
  #keys = new Float64Array(SLOTS).fill(Number.NaN);
  #rows = new Uint32Array(SLOTS);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param key a whole number from 0. @returns undefined where there is none */
  get(key: number): number | undefined {
    const slot = this.#slot(key);
    return Number.isNaN(this.#keys[slot]) ? undefined : this.#rows[slot];
  }

  has(key: number): boolean {
    return !Number.isNaN(this.#keys[this.#slot(key)]);
  }

  /** @param row from 0 to 2^32 - 1 */
  set(key: number, row: number): void {
    let slot = this.#slot(key);
    if (Number.isNaN(this.#keys[slot])) {
      if (++this.#size > this.#keys.length * FULL) {
        this.#grow();
        slot = this.#slot(key);
      }
      this.#keys[slot] = key;
    }
    this.#rows[slot] = row;
  }

  /** Where a key is, or may be put. */
  #slot(key: number): number {
    const mask = this.#keys.length - 1;
    let slot = Math.imul((key % 4294967296) ^ (key / 4294967296), 2654435761) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.#keys[slot] !== key && !Number.isNaN(this.#keys[slot])) slot = (slot + 1) & mask;
    return slot;
  }

  #grow(): void {
    const [keys, rows] = [this.#keys, this.#rows];
    this.#keys = new Float64Array(keys.length * 2).fill(Number.NaN);
    this.#rows = new Uint32Array(keys.length * 2);
    keys.forEach((key, at) => {
      if (Number.isNaN(key)) return;
      const slot = this.#slot(key);
      this.#keys[slot] = key;
      this.#rows[slot] = rows[at]!;
    });
  }
}
