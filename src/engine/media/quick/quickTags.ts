/** Metadata in process: a small part of what exiftool knows, in a hundredth of its time, and the same to the letter. */
import type { RawTags } from '../../programs/exiftool.ts';
import { readBrands } from './boxes.ts';
import { heifTags, isHeif } from './heif.ts';
import { jpegTags } from './jpeg.ts';
import { movieTags } from './movie.ts';
import { isPng, pngTags } from './png.ts';
import type { ByteSource } from './source.ts';
import { Tags } from './tags.ts';
import { Unusual, unusual } from './unusual.ts';
import { isWebp, webpTags } from './webp.ts';

/**
 * The tags of a photo or video in exactly the shape of `ExifTool.readRaw`, as far as `factsOf` looks at them, or
 * undefined where anything is out of the common: exiftool is then to be asked.
 * @param name the file's name: exiftool tells some formats by its extension
 * @throws only what the source throws: Error of the file system or of the stream
 */
export async function quickTags(source: ByteSource, name: string): Promise<RawTags | undefined> {
  const tags = new Tags();
  try {
    await read(source, tags, name);
    return tags.raw;
  } catch (error) {
    if (error instanceof Unusual) return undefined;
    // A bound that was not looked at: exiftool's again, and never the end of a job.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

async function read(source: ByteSource, tags: Tags, name: string): Promise<void> {
  const { head } = source;
  if (head.length < 16) unusual('very short');
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return jpegTags(source, tags, name);
  if (isPng(head)) return pngTags(source, tags, name);
  if (isWebp(head)) return webpTags(source, tags, name);
  if (head.toString('latin1', 4, 8) === 'ftyp') {
    const brands = readBrands(await source.read(8, head.readUInt32BE(0) - 8));
    return isHeif(brands) ? heifTags(source, tags, brands) : movieTags(source, tags, brands, name);
  }
  unusual('another format');
}
