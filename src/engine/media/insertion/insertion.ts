/**
 * Metadata that we put into a file ourselves, without exiftool, where that is one insertion of bytes and nothing in
 * the file refers to what then lies further behind: an EXIF block where there is none, an XMP packet where there is none.
 */
import type { WritableTags } from '../../programs/writableTags.ts';
import { type Blocks, blocksOf } from './blocks.ts';
import { jpegInsertion } from './jpeg.ts';
import type { Insertion, Looked } from './place.ts';
import { pngInsertion } from './png.ts';

const WAYS: Readonly<Record<string, (file: Looked, blocks: Blocks) => Insertion | undefined>> = {
  JPEG: jpegInsertion,
  PNG: pngInsertion,
};

/**
 * @param format as imageData.ts names it
 * @param tags none of which the file has
 * @returns undefined where exiftool is to do it
 */
export function insertionOf(format: string, file: Looked, tags: WritableTags): Insertion | undefined {
  const way = WAYS[format];
  const blocks = way == null ? undefined : blocksOf(tags);
  return blocks == null ? undefined : way?.(file, blocks);
}
