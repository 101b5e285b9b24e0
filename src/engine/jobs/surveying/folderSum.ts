/**
 * Very many folders in 64 bits, in whatever order they come: where they are those of another time, nothing has changed
 * in any. That two different ones agree by chance is as likely as 1 in 10^19. Pure.
 */
import { textHash } from './signature.ts';

/** How many, and two sums of 32 bits. */
export type SumParts = readonly [count: number, high: number, low: number];

export class FolderSum {
  #count = 0;
  #high = 0;
  #low = 0;

  /** @param path of a folder @param said what it is known again by */
  add(path: string, said: string): void {
    const text = `${path}\0${said}`;
    this.merge([1, textHash(text, 0x9e3779b9), textHash(text, 0x2545f491)]);
  }

  merge([count, high, low]: SumParts): void {
    this.#count += count;
    this.#high = (this.#high + high) | 0;
    this.#low = (this.#low + low) | 0;
  }

  get parts(): SumParts {
    return [this.#count, this.#high, this.#low];
  }

  get text(): string {
    const hex = (sum: number): string => (sum >>> 0).toString(16).padStart(8, '0');
    return `${this.#count}:${hex(this.#high)}${hex(this.#low)}`;
  }
}
