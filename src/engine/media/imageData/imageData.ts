/**
 * The image data of a file: SHA-256 of all that makes the picture, the sound and the film, with the metadata left
 * out. Two files that agree in it show the same, whatever was written into them; who writes metadata proves by it that
 * nothing else changed. What is left out, everything else counts:
 *
 * - JPEG: the segments APP0 to APP15 and COM before the scan, but for ICC profiles (APP2) and Adobe's colour transform
 *   (APP14). All from the scan to the end of the file counts, so also a motion photo's video and the pictures of MPF.
 * - HEIC, HEIF, AVIF: the items Exif and XMP, the references from what describes to what is described (`cdsc`), where
 *   in the file items lie, free space. Properties, groups, all other items, `moov` and boxes of makers count.
 * - PNG: tEXt, zTXt, iTXt, eXIf (zxIf), tIME. How far behind Apple's iDOT the picture begins counts. WebP: EXIF, XMP, and of VP8X what merely says that these are there.
 * - TIFF: texts, times and makes, how it is turned, Exif, GPS, XMP, IPTC, Photoshop's resources, and where in the file the strips lie.
 * - MP4, MOV: `udta`, `meta` and XMP, the times in mvhd, tkhd and mdhd, free space, `ftyp`, and where in the file `mdat`
 *   lies. Each track's chunks count by their place within `mdat`.
 *
 * EXIF's orientation is metadata: who compares pictures compares it too.
 */
import fs from 'node:fs';
import type { BytePatch } from '../turning/bytePatch.ts';
import { Hashing, NoImageData, type ReadAt } from './hashing.ts';
import { hashHeif } from './heif.ts';
import { hashJpeg } from './jpeg.ts';
import { hashMovie } from './movie.ts';
import { hashPng } from './png.ts';
import { hashTiff } from './tiff.ts';
import { hashWebp } from './webp.ts';

export type ImageDataFormat = 'JPEG' | 'PNG' | 'WebP' | 'TIFF' | 'HEIF' | 'movie';

export interface ImageData {
  readonly format: ImageDataFormat;
  readonly sha256: Buffer;
}

/** Of what they are made of: another number where what counts changes. */
const VERSION = 2;
const HEIF = new Set(['heic', 'heix', 'heim', 'heis', 'mif1', 'mif2', 'avif', 'avis', 'hevc', 'msf1']);

const HASHES: Readonly<Record<ImageDataFormat, (hashing: Hashing) => Promise<void>>> = {
  JPEG: hashJpeg,
  PNG: hashPng,
  WebP: hashWebp,
  TIFF: hashTiff,
  HEIF: hashHeif,
  movie: hashMovie,
};

/**
 * @param file a regular file, opened for reading only, through no link; bytes where its name is not UTF-8
 * @param pause awaited between chunks of a megabyte
 * @param instead bytes that are taken to stand there in place of those that do
 * @returns undefined for other formats (RAW among them, whose makers keep data wherever they like), and where the file
 *   is cut or damaged, so that it can't be told
 * @throws the system's error; whatever `pause` throws
 */
export async function imageDataOf(
  file: string | Buffer,
  pause: () => Promise<void> | undefined = () => undefined,
  instead: readonly BytePatch[] = [],
): Promise<ImageData | undefined> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  const fd = fs.openSync(file, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const stat = fs.fstatSync(fd);
    if (!stat.isFile()) return undefined;
    return await hashed(
      patched((...into) => fs.readSync(fd, ...into), instead),
      stat.size,
      pause,
    );
  } finally {
    fs.closeSync(fd);
  }
}

/** The same of a whole file that is in memory. */
export function imageDataIn(bytes: Buffer): Promise<ImageData | undefined> {
  const readAt: ReadAt = (into, offset, length, at) => bytes.copy(into, offset, at, at + length);
  return hashed(readAt, bytes.length, () => undefined);
}

function patched(readAt: ReadAt, patches: readonly BytePatch[]): ReadAt {
  if (patches.length === 0) return readAt;
  return (into, offset, length, at) => {
    const read = readAt(into, offset, length, at);
    for (const { at: place, bytes } of patches) {
      const from = Math.max(at, place);
      const to = Math.min(at + read, place + bytes.length);
      if (from < to) bytes.copy(into, offset + from - at, from - place, to - place);
    }
    return read;
  };
}

async function hashed(
  readAt: ReadAt,
  size: number,
  pause: () => Promise<void> | undefined,
): Promise<ImageData | undefined> {
  try {
    const hashing = new Hashing(readAt, size, pause);
    const format = formatOf(hashing);
    if (format == null) return undefined;
    hashing.mark(`image data ${VERSION} ${format}`);
    await HASHES[format](hashing);
    return { format, sha256: hashing.digest() };
  } catch (error) {
    // A bound that was not looked at is a damaged file too, and never the end of a job.
    if (error instanceof NoImageData || error instanceof RangeError) return undefined;
    throw error;
  }
}

function formatOf(hashing: Hashing): ImageDataFormat | undefined {
  if (hashing.size < 16) return undefined;
  const head = hashing.read(0, 16);
  const text = head.toString('latin1');
  if (text.startsWith('\xff\xd8\xff')) return 'JPEG';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'PNG';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'WebP';
  if (text.startsWith('II\x2a\0') || text.startsWith('MM\0\x2a')) return 'TIFF';
  if (text.slice(4, 8) === 'ftyp') return HEIF.has(text.slice(8, 12)) ? 'HEIF' : 'movie';
  // QuickTime files from before there were brands.
  return ['moov', 'mdat', 'wide'].includes(text.slice(4, 8)) ? 'movie' : undefined;
}
