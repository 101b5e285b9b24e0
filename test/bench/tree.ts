/** Trees to measure on, made once and kept in the temporary folder: deterministic bytes in dated folders. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { PLACE } from './keepsake.ts';
import { PhotoMaker } from './photos.ts';

export interface TreeShape {
  readonly name: string;
  readonly files: number;
  /** Bytes of the smallest and the largest file. */
  readonly sizes: readonly [number, number];
  readonly filesPerFolder: number;
  /** Whole JPEGs of this size with the date of their folder in their EXIF, instead of filler. */
  readonly dated?: boolean;
}

/** As the measured baselines: 30,000 small files of 1 GB in 7,500 folders; 400 large ones of 3.2 GB. */
export const SMALL: TreeShape = { name: 'small', files: 30_000, sizes: [8_000, 58_000], filesPerFolder: 4 };
export const LARGE: TreeShape = { name: 'large', files: 400, sizes: [4_000_000, 12_000_000], filesPerFolder: 20 };
export const DATED: TreeShape = { name: 'dated', files: 30_000, sizes: [0, 0], filesPerFolder: 4, dated: true };

/** Bytes that don't repeat between files and cost little to make. */
function filler(seed: number, length: number): Buffer {
  const block = Buffer.alloc(4096);
  for (let at = 0; at < block.length; at += 32) createHash('sha256').update(`${seed}:${at}`).digest().copy(block, at);
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; at += block.length) {
    block.copy(bytes, at);
    if (at + 8 <= length) bytes.writeDoubleLE(seed + at, at);
  }
  return bytes;
}

/** A small real JPEG with a comment segment's worth of filler behind it, so that sizes are those of photos. */
export async function makeTree(shape: TreeShape, root = PLACE): Promise<string> {
  const folder = path.join(root, `${shape.name}-${shape.files}`);
  const done = path.join(root, `${shape.name}-${shape.files}.made`);
  if (fs.existsSync(done)) return folder;
  fs.rmSync(folder, { recursive: true, force: true });
  const maker = shape.dated === true ? await PhotoMaker.of('dated', 60) : undefined;
  const jpeg = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#456' } })
    .jpeg()
    .toBuffer();
  for (let i = 0; i < shape.files; i++) {
    const day = Math.floor(i / shape.filesPerFolder);
    const date = new Date(Date.UTC(2004, 0, 1 + day));
    const dir = path.join(folder, date.toISOString().slice(0, 10).replaceAll('-', '/'));
    if (i % shape.filesPerFolder === 0) fs.mkdirSync(dir, { recursive: true });
    const file = path.join(dir, `IMG_${String(i).padStart(5, '0')}.JPG`);
    const size = shape.sizes[0] + ((i * 7919) % (shape.sizes[1] - shape.sizes[0]));
    fs.writeFileSync(file, maker?.photo(i, date) ?? Buffer.concat([jpeg, filler(i, size - jpeg.length)]));
  }
  fs.writeFileSync(done, '');
  return folder;
}
