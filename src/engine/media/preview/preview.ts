import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import type { Decoder } from '../decode/decoder.ts';
import { oriented, whyNot } from '../decode/oriented.ts';
import { openRaster } from '../decode/raster.ts';
import type { Decodable, PictureFile } from '../decode/source.ts';
import { asTiff } from '../decode/tiff.ts';

/** What a preview may be, by its extension. */
export const PREVIEW_TYPES: readonly { readonly extension: string; readonly mime: string }[] = [
  { extension: 'jpg', mime: 'image/jpeg' },
  { extension: 'png', mime: 'image/png' },
  { extension: 'webp', mime: 'image/webp' },
  { extension: 'gif', mime: 'image/gif' },
  { extension: 'avif', mime: 'image/avif' },
];

/** Formats of which Chromium shows the file's own bytes: the pixels that a person judges are never touched. */
const SHOWN: Readonly<Record<string, string>> = { jpeg: 'jpg', png: 'png', webp: 'webp', gif: 'gif', avif: 'avif' };

/** Longest side that a JPEG can have, px (libjpeg). */
const JPEG_SIDE = 65_500;

export interface MadePreview {
  /** Without a dot. */
  readonly extension: string;
  readonly mime: string;
  /** As shown. */
  readonly width: number;
  readonly height: number;
  /** Puts the picture where it belongs; called once. */
  readonly content: Buffer | { copyTo(target: string): Promise<void> };
}

/**
 * The picture for looking at closely, at full size.
 *
 * @throws NoPicture with the reason why there is none; the signal's reason where it was given up
 */
export async function makePreview(decoder: Decoder, source: PictureFile, signal?: AbortSignal): Promise<MadePreview> {
  const decodable = await decoder.open(source, { enough: undefined, signal });
  signal?.throwIfAborted();
  const { format, input } = decodable;
  try {
    const extension = format.by === 'sharp' ? SHOWN[format.type] : undefined;
    const shown = PREVIEW_TYPES.find(type => type.extension === extension);
    if (shown && (await isShownUpright(input, shown.extension)))
      return { ...shown, ...(await sizeOf(input)), content: contentOf(input) };
    // The preview in a RAW is a JPEG as a rule; it is turned only where it does not say itself how to.
    const untouched = decodable.orientation === 'own' || decodable.orientation === 1;
    const jpeg = format.by === 'raw' && untouched ? wholeJpeg(input) : undefined;
    if (jpeg) return { extension: 'jpg', mime: 'image/jpeg', ...(await sizeOf(jpeg)), content: jpeg };
    return await asJpeg(decodable);
  } catch (error) {
    throw whyNot(error);
  }
}

/** Of all these browsers go by EXIF's orientation in JPEG alone; AVIF is turned by its own boxes. */
async function isShownUpright(input: Uint8Array | string, extension: string): Promise<boolean> {
  if (extension === 'jpg' || extension === 'avif') return true;
  const { orientation = 1 } = await openRaster(input).metadata();
  return orientation === 1;
}

async function asJpeg(decodable: Decodable): Promise<MadePreview> {
  let picture = oriented(decodable);
  if (decodable.profile) {
    const { data, info } = await picture
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    picture = openRaster(asTiff({ ...info, data, channels: info.channels as 3 | 4 }, decodable.profile));
  }
  const { space, width, height } = await picture.metadata();
  // A browser shows RGB with any profile; inks are turned into sRGB here.
  if (space !== 'cmyk') picture = picture.keepIccProfile();
  if (Math.max(width, height) > JPEG_SIDE) picture = picture.resize(JPEG_SIDE, JPEG_SIDE, { fit: 'inside' });
  const { data, info } = await picture
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer({ resolveWithObject: true });
  return { extension: 'jpg', mime: 'image/jpeg', width: info.width, height: info.height, content: data };
}

/** @returns the JPEG without what cameras put behind its end, or undefined where it has none */
function wholeJpeg(input: Uint8Array | string): Buffer | undefined {
  if (typeof input === 'string' || input[0] !== 0xff || input[1] !== 0xd8) return undefined;
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.length);
  const end = bytes.lastIndexOf('\xff\xd9', undefined, 'latin1');
  return end > 0 ? bytes.subarray(0, end + 2) : undefined;
}

/** @returns pixels as shown */
export async function sizeOf(input: Uint8Array | string): Promise<{ width: number; height: number }> {
  const { autoOrient } = await openRaster(input).metadata();
  return { width: autoOrient.width, height: autoOrient.height };
}

function contentOf(input: Uint8Array | string): MadePreview['content'] {
  if (typeof input !== 'string') return Buffer.from(input.buffer, input.byteOffset, input.length);
  return { copyTo: target => copyFile(input, target, constants.COPYFILE_FICLONE) };
}
