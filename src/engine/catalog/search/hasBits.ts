/** What an asset has, as bits of one number: never another meaning for a bit that was given out. */
export const HAS_BITS = {
  time: 1,
  gps: 2,
  title: 4,
  description: 8,
  keywords: 16,
  people: 32,
  sidecar: 64,
  live: 128,
  raw: 256,
  edited: 512,
} as const;
export type HasBit = keyof typeof HAS_BITS;
