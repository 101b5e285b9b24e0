import sharp, { type Sharp } from 'sharp';
import type { Canvas } from './canvas.ts';
import { clamp, seededRandom } from './noise.ts';

export interface Film {
  readonly seed: number;
  /** Stops over or under. */
  readonly exposure?: number;
  /** 0 none; 1 a fast film. */
  readonly grain?: number;
  readonly vignette?: number;
  /** Warmth: above 0 redder, below bluer. */
  readonly warmth?: number;
  /** `mono` and `faded` are for scans of old prints. */
  readonly tone?: 'colour' | 'mono' | 'faded';
}

const shoulder = (x: number): number => {
  // Filmic curve by Hejl and Burgess-Dawson; the gamma for a screen is part of it.
  const v = Math.max(0, x * 0.74 - 0.006);
  return (v * (6.2 * v + 0.5)) / (v * (6.2 * v + 1.7) + 0.06);
};

/** Develops a canvas: curve, vignette, tone and grain, as raw RGB of the size asked for. */
export async function develop(canvas: Canvas, width: number, height: number, film: Film): Promise<Sharp> {
  const { pixels } = canvas;
  const gain = 2 ** (film.exposure ?? 0) * 1.32;
  const fall = film.vignette ?? 0.3;
  const warmth = film.warmth ?? 0;
  const curve = new Uint8Array(4096);
  for (let i = 0; i < 4096; i++) curve[i] = Math.round(255 * clamp(shoulder((i / 4095) * 4) * 1.13));
  const bytes = new Uint8Array(pixels.length);
  let at = 0;
  for (let row = 0; row < canvas.height; row++) {
    const y = row / canvas.height - 0.5;
    for (let column = 0; column < canvas.width; column++) {
      const x = column / canvas.width - 0.5;
      const k = gain * (1 - fall * (x * x + y * y) * 1.6);
      let r = pixels[at]! * k * (1 + warmth * 0.12);
      let g = pixels[at + 1]! * k;
      let b = pixels[at + 2]! * k * (1 - warmth * 0.14);
      if (film.tone === 'mono') {
        const grey = 0.3 * r + 0.6 * g + 0.1 * b;
        r = grey * 1.06;
        g = grey;
        b = grey * 0.9;
      } else if (film.tone === 'faded') {
        const grey = 0.3 * r + 0.6 * g + 0.1 * b;
        r = r * 0.55 + grey * 0.45 + 0.035;
        g = g * 0.5 + grey * 0.44 + 0.022;
        b = b * 0.42 + grey * 0.36 + 0.02;
      }
      bytes[at] = curve[Math.min(4095, r * 1023.75) | 0]!;
      bytes[at + 1] = curve[Math.min(4095, g * 1023.75) | 0]!;
      bytes[at + 2] = curve[Math.min(4095, b * 1023.75) | 0]!;
      at += 3;
    }
  }
  const size = { width: canvas.width, height: canvas.height, channels: 3 as const };
  const large = await sharp(bytes, { raw: size })
    .resize(width, height, { kernel: 'lanczos3', fit: 'fill' })
    .raw()
    .toBuffer();
  const grain = (film.grain ?? 0.35) * 15;
  if (grain > 0) {
    // One tile of noise laid at shifting places costs little and never shows its edge.
    const random = seededRandom(film.seed);
    const tile = new Int8Array(65536 + 4096);
    for (let i = 0; i < tile.length; i++) tile[i] = Math.round((random() + random() + random() - 1.5) * grain);
    const wide = width * 3;
    for (let row = 0; row < height; row++) {
      const from = Math.floor(random() * 4096);
      const start = row * wide;
      for (let i = 0; i < wide; i++) {
        const speck = tile[(from + i) & 0xffff]! + (tile[(from + ((i / 3) | 0) * 7) & 0xffff]! >> 1);
        const v = large[start + i]! + speck;
        large[start + i] = v < 0 ? 0 : Math.min(v, 255);
      }
    }
  }
  return sharp(large, { raw: { width, height, channels: 3 } });
}
