import type { MarkWish } from '../protocol/marks.ts';

export interface MarkKey {
  readonly wish: MarkWish;
  /** On to the next photo afterwards. */
  readonly goOn: boolean;
}

/** Of a `KeyboardEvent`. */
interface Pressed {
  readonly key: string;
  readonly code: string;
  readonly shiftKey: boolean;
}

const letters: Readonly<Record<string, MarkWish | undefined>> = {
  p: { flag: 'pick' },
  x: { flag: 'reject' },
  u: { flag: 'none' },
  h: 'favorite',
};

/** What a key marks photos with; null where it is none of these. */
export function markKey({ key, code, shiftKey }: Pressed): MarkKey | null {
  const wish = letters[key.toLowerCase()];
  if (wish !== undefined) return { wish, goOn: shiftKey };
  // Where Shift makes the digit, as on French keyboards, it means nothing else.
  if (/^[0-5]$/.test(key)) return { wish: { rating: Number(key) }, goOn: false };
  const digit = /^Digit([0-5])$/.exec(code)?.[1];
  return digit === undefined || /^[a-z0-9]$/i.test(key) ? null : { wish: { rating: Number(digit) }, goOn: shiftKey };
}
