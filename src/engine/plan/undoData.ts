/**
 * What is kept of a file's old bytes when its metadata is rewritten, in `.keepsake/undo/<change>/<action>`: a
 * patch where most bytes stay, else the whole original (`.whole`). A patch is one line of JSON,
 * `{"keepsake":"patch","version":1,"sha256":…,"head":…,"tail":…,"bytes":…}`, and then so many `bytes`: the old file
 * is the first `head` bytes of the new one, these bytes, and the last `tail` bytes of the new one.
 */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { FilePath, FileSystem } from './fileSystem.ts';
import { type Places, undoFile } from './places.ts';
import { hasNoLinks, Refused } from './refused.ts';
import type { UndoData } from './step.ts';

const count = z.int().check(z.nonnegative());
const Patch = z.object({
  keepsake: z.literal('patch'),
  version: z.literal(1),
  /** Of the old bytes. */
  sha256: z.string(),
  head: count,
  tail: count,
  bytes: count,
});

/** Files larger than this are kept whole: both must be in memory to be compared. */
const MAX_COMPARED = 1 << 28;
const MAX_LINE = 4096;

/**
 * @param before the old file @param after the new one
 * @returns the patch, proved; undefined where the whole original is the better thing to keep
 */
export async function makePatch(
  fs: FileSystem,
  before: FilePath,
  after: FilePath,
  sizes: { readonly before: number; readonly after: number },
  sha256: string,
): Promise<Buffer | undefined> {
  if (Math.max(sizes.before, sizes.after) > MAX_COMPARED) return undefined;
  return patchOf(await bytesOf(fs, before), await bytesOf(fs, after), sha256);
}

/** @param sha256 of the old bytes @returns as {@link makePatch} does */
export function patchOf(old: Buffer, now: Buffer, sha256: string): Buffer | undefined {
  const shorter = Math.min(old.length, now.length);
  const head = alike(shorter, (at, length) => old.compare(now, at, at + length, at, at + length) === 0);
  const tail = alike(shorter - head, (at, length) => {
    const [a, b] = [old.length - at - length, now.length - at - length];
    return old.compare(now, b, b + length, a, a + length) === 0;
  });
  const middle = old.subarray(head, old.length - tail);
  if (middle.length > old.length / 2) return undefined;
  const line = { keepsake: 'patch', version: 1, sha256, head, tail, bytes: middle.length };
  const patch = Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), middle]);
  const proof = createHash('sha256');
  for (const part of patched(patch, now)) proof.update(part);
  return proof.digest('hex') === sha256 ? patch : undefined;
}

const STRIDE = 1 << 16;

/** @returns how many bytes from one end are the same, found by halves */
function alike(most: number, isSame: (at: number, length: number) => boolean): number {
  let done = 0;
  while (done + STRIDE <= most && isSame(done, STRIDE)) done += STRIDE;
  for (let step = STRIDE; step > 0; step >>= 1) while (done + step <= most && isSame(done, step)) done += step;
  return done;
}

/**
 * Keeps a file's old bytes: the patch, or the file itself under another name, or a copy where there are no links.
 * @throws the system's error
 */
export async function keepBytes(fs: FileSystem, before: FilePath, kept: FilePath, patch?: Buffer): Promise<void> {
  if (patch == null) {
    try {
      return fs.link(before, kept);
    } catch (error) {
      if (!hasNoLinks(error)) throw error;
    }
  }
  const file = fs.create(kept);
  try {
    if (patch != null) file.write(patch);
    else for await (const chunk of fs.read(before)) file.write(chunk);
    await file.sync();
  } finally {
    file.close();
  }
}

function patched(patch: Buffer, now: Buffer): readonly Buffer[] {
  const end = patch.subarray(0, MAX_LINE).indexOf(10);
  const line = end === -1 ? undefined : Patch.safeParse(jsonOf(patch.toString('utf8', 0, end)));
  if (line?.success !== true) throw new Refused('conflict', 'What was kept of its old bytes is damaged.');
  const { head, tail, bytes } = line.data;
  if (patch.length !== end + 1 + bytes || head + tail > now.length)
    throw new Refused('conflict', 'What was kept of its old bytes is damaged.');
  return [now.subarray(0, head), patch.subarray(end + 1), now.subarray(now.length - tail)];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The old bytes.
 * @param now the file as it is
 * @throws {Refused}; the system's error
 */
export async function* undoneBytes(
  fs: FileSystem,
  places: Places,
  { change, id, kind }: UndoData,
  now: FilePath,
): AsyncGenerator<Uint8Array> {
  const kept = places.at(undoFile(change, id, kind));
  if (fs.lstat(kept)?.kind !== 'file')
    throw new Refused('conflict', `What was kept of its old bytes is gone (${undoFile(change, id, kind).text}).`);
  if (kind === 'whole') yield* fs.read(kept);
  else yield* patched(await bytesOf(fs, kept), await bytesOf(fs, now));
}

/** All bytes of a file, which is not a large one. */
export async function bytesOf(fs: FileSystem, file: FilePath): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of fs.read(file)) chunks.push(chunk);
  const [first] = chunks;
  return chunks.length === 1 && first != null
    ? Buffer.from(first.buffer, first.byteOffset, first.length)
    : Buffer.concat(chunks);
}
