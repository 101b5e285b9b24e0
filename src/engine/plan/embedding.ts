/** Puts tags into a photo that is in memory, without exiftool, where its structure is plain; proved as ever. */
import type { Buffer } from 'node:buffer';
import { imageDataIn } from '../media/imageData/imageData.ts';
import { insertionOf } from '../media/insertion/insertion.ts';
import { quickTags } from '../media/quick/quickTags.ts';
import { HeadBytes } from '../media/quick/source.ts';
import { jpegRewriting } from '../media/rewriting/jpegRewriting.ts';
import { wronglyWritten } from '../media/tagsRead.ts';
import { vacantTags } from '../media/vacantTags.ts';
import { type WritableTags, writableTags } from '../programs/writableTags.ts';
import { spliced } from './rewriting.ts';

export interface Embedded {
  /** The file with the tags in it; the given bytes where it says all of it already, or has no room for any. */
  readonly bytes: Buffer;
  /** Tags that are left, for the file says something else there. */
  readonly occupied: readonly string[];
}

/**
 * @param bytes a whole file
 * @returns undefined where the writer of files is to do it, or to say why it can't be done
 */
export async function embedded(bytes: Buffer, asked: Readonly<Record<string, unknown>>): Promise<Embedded | undefined> {
  const wanted = checked(asked);
  const image = wanted == null ? undefined : await imageDataIn(bytes);
  const before = image == null ? undefined : await tagsIn(bytes);
  if (wanted == null || image == null || before == null) return undefined;
  const { tags, occupied } = vacantTags(wanted, before);
  if (Object.keys(tags).length === 0) return { bytes, occupied };
  const read = (at: number, length: number): Buffer => bytes.subarray(Math.max(0, at), Math.max(0, at) + length);
  const insertion = insertionOf(image.format, { size: bytes.length, read }, tags);
  const splices =
    insertion != null
      ? [{ ...insertion, removed: 0 }]
      : image.format === 'JPEG'
        ? jpegRewriting(bytes, tags)
        : undefined;
  if (splices == null) return undefined;
  const made = spliced(bytes, splices);
  const now = await imageDataIn(made);
  const after = await tagsIn(made);
  const isProved =
    now?.format === image.format &&
    now.sha256.equals(image.sha256) &&
    after != null &&
    wronglyWritten(tags, before, after).length === 0;
  return isProved ? { bytes: made, occupied } : undefined;
}

/** The name of a file that is being made is one of ours, and says nothing of it. */
const tagsIn = (bytes: Buffer) => quickTags(new HeadBytes(bytes, bytes.length), '');

function checked(tags: Readonly<Record<string, unknown>>): WritableTags | undefined {
  try {
    return writableTags(tags);
  } catch {
    return undefined;
  }
}
