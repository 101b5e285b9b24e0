/** Numbers from a seed: the same on every machine. mulberry32, public domain. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Smooth value noise over the plane, 0 to 1, repeating every 256 units. */
export class Noise {
  // One random number for each corner of the lattice: a quarter of a megabyte, but no chain of look-ups.
  private readonly corners = new Float32Array(65536);

  constructor(seed: number) {
    const random = seededRandom(seed);
    for (let i = 0; i < 65536; i++) this.corners[i] = random();
  }

  at(x: number, y: number): number {
    const left = Math.floor(x);
    const top = Math.floor(y);
    let u = x - left;
    let v = y - top;
    u = u * u * (3 - 2 * u);
    v = v * v * (3 - 2 * v);
    const { corners } = this;
    const a = left & 255;
    const b = (left + 1) & 255;
    const row = (top & 255) << 8;
    const below = ((top + 1) & 255) << 8;
    const p = corners[row | a]!;
    const r = corners[below | a]!;
    const upper = p + (corners[row | b]! - p) * u;
    return upper + (r + (corners[below | b]! - r) * u - upper) * v;
  }

  /** Several octaves added up, 0 to 1: clouds, terrain, plaster. */
  fbm(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    for (let i = 0; i < octaves; i++) {
      sum += weight * this.at(x, y);
      total += weight;
      weight *= 0.5;
      // Turned a little each time, so that the lattice does not show.
      const turned = 1.62 * x - 1.18 * y + 17.3;
      y = 1.18 * x + 1.62 * y + 9.1;
      x = turned;
    }
    return sum / total;
  }

  /** Octaves with sharp crests, 0 to 1: ridges, foam, veins. */
  ridges(x: number, y: number, octaves: number): number {
    let sum = 0;
    let weight = 0.5;
    let total = 0;
    for (let i = 0; i < octaves; i++) {
      const crest = 1 - Math.abs(2 * this.at(x, y) - 1);
      sum += weight * crest * crest;
      total += weight;
      weight *= 0.5;
      x = x * 2.03 + 31.7;
      y = y * 2.03 + 11.9;
    }
    return sum / total;
  }
}

export const clamp = (x: number, low = 0, high = 1): number => (x < low ? low : Math.min(x, high));

export const mix = (a: number, b: number, t: number): number => a + (b - a) * t;

/** 0 below `from`, 1 above `to`, smooth between; works the other way round as well. */
export function ramp(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
}
