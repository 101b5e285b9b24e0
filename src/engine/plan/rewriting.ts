/** Rewrites the tags of a photo that is in memory, without exiftool, where its structure is plain; proved as ever. */
import { Buffer } from 'node:buffer';
import { imageDataIn } from '../media/imageData/imageData.ts';
import { quickTags } from '../media/quick/quickTags.ts';
import { HeadBytes } from '../media/quick/source.ts';
import { jpegRewriting, type Splice } from '../media/rewriting/jpegRewriting.ts';
import { wronglyWritten } from '../media/tagsRead.ts';
import { type WritableTags, writableTags } from '../programs/writableTags.ts';
import { replacing } from './replacing.ts';

/** Bytes of a file up to which it is held in memory, as it was and as it is to be. */
export const LARGEST_REWRITTEN = 32 << 20;

/**
 * @param bytes a whole file
 * @returns the new one; undefined where the writer of files is to do it, or to say why it can't be done
 */
export async function rewritten(bytes: Buffer, asked: Readonly<Record<string, unknown>>): Promise<Buffer | undefined> {
  const wanted = checked(asked);
  const image = wanted == null ? undefined : await imageDataIn(bytes);
  const before = image?.format === 'JPEG' ? await tagsIn(bytes) : undefined;
  if (wanted == null || image == null || before == null) return undefined;
  const tags = replacing(wanted, before);
  const splices = Object.keys(tags).length === 0 ? undefined : jpegRewriting(bytes, tags);
  if (splices == null) return undefined;
  const made = spliced(bytes, splices);
  const now = await imageDataIn(made);
  const after = await tagsIn(made);
  const isProved =
    now?.format === image.format &&
    now.sha256.equals(image.sha256) &&
    after != null &&
    wronglyWritten(tags, before, after).length === 0;
  return isProved ? made : undefined;
}

export function spliced(bytes: Buffer, splices: readonly Splice[]): Buffer {
  const parts: Buffer[] = [];
  let from = 0;
  for (const { at, removed, bytes: put } of [...splices].sort((a, b) => a.at - b.at)) {
    parts.push(bytes.subarray(from, at), put);
    from = at + removed;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]);
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
