import type { Buffer } from 'node:buffer';

/** Bytes that take the place of as many others. */
export interface BytePatch {
  /** Of the file. */
  readonly at: number;
  readonly bytes: Buffer;
}

/** A file can't be turned by what it says of itself: why, as a sentence. */
export class CannotTurn extends Error {
  override readonly name = 'CannotTurn';
}

export function cannotTurn(why: string): never {
  throw new CannotTurn(why);
}
