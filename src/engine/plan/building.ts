/** Builds new bytes beside their place: hashed as they are written, proved, and on the disk when it is done. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { Name } from '../backup/name.ts';
import type { Carried } from './carry.ts';
import type { FilePath, FileSystem, NewFile } from './fileSystem.ts';
import type { Folders } from './folders.ts';
import type { CopyAction } from './form.ts';
import type { Item } from './item.ts';
import { keepOld } from './keptBytes.ts';
import type { Places } from './places.ts';
import { Refused, SourceFailed } from './refused.ts';
import { rewriteInMemory } from './rewritingInMemory.ts';
import type { Slots } from './slots.ts';
import { refuseOther, type Stated } from './stated.ts';
import { undoneBytes } from './undoData.ts';

/** How many files are worked on at once: waiting for the disk is most of it, and a disk waits for many at once. */
export const AT_ONCE = 32;

/** lacking: what a file says already stays, word for word; replacing: an edit. */
export type Writing = 'lacking' | 'replacing';

export interface Written {
  /** False where the file says all of it already, or has no room for any: there is no `to` then. */
  readonly isNew: boolean;
  /** Tags that are left, for the file says something else there. */
  readonly occupied: readonly string[];
}

/** Writes tags into a copy of a file; the file itself is never opened for writing. */
export interface Writer {
  /**
   * Makes `to`, which is not there yet, out of `from`, and proves that nothing but metadata differs.
   * @throws {Refused} where that can't be done or proved; `to` may be left then
   */
  write(from: FilePath, to: FilePath, tags: Readonly<Record<string, unknown>>, writing: Writing): Promise<Written>;
}

export interface Builder {
  readonly fs: FileSystem;
  readonly places: Places;
  readonly folders: Folders;
  readonly bytesOf: (action: CopyAction) => Promise<Readable>;
  readonly carry?: ((action: CopyAction, to: FilePath) => Promise<Carried | undefined> | undefined) | undefined;
  readonly metadata: Writer | undefined;
  /** For what is streamed, or made by another program. */
  readonly slots: Slots;
  readonly pause: () => Promise<void> | undefined;
  /** Told of bytes as they are written. */
  readonly onBytes: (bytes: number) => void;
}

/** @throws {SourceFailed} where the source fails; {@link Refused} where the writer does; the system's error where the disk does; whatever `pause` throws */
export async function build(builder: Builder, item: Item): Promise<void> {
  const { step } = item;
  if (step.action?.action === 'copy') return buildCopy(builder, item, step.action);
  const waiting = await builder.slots.use(() => buildNew(builder, item));
  await waiting?.();
}

/** @returns what is left: to wait for the disk, without holding any bytes */
async function buildNew(builder: Builder, item: Item): Promise<(() => Promise<void>) | undefined> {
  const { step } = item;
  const from = builder.places.at(step.path);
  const to = builder.places.at(item.temporary);
  if (step.undo != null) {
    const { mtime } = step.undo;
    const when = mtime == null ? undefined : new Date(mtime / 1000);
    const { sha256 } = await write(
      builder,
      item.temporary,
      undoneBytes(builder.fs, builder.places, step.undo, from),
      when,
      undefined,
      item.found?.mode,
    );
    if (sha256 !== step.undo.sha256) throw new Refused('conflict', 'What was kept of its old bytes doesn’t give them.');
    item.sha256 = sha256;
  } else if (step.action?.action === 'metadata') {
    const writer = writerOf(builder);
    const waiting = await rewriteInMemory(builder, item, step.action.tags);
    if (waiting != null) return waiting;
    await writer.write(from, to, step.action.tags, 'replacing');
    await finish(builder, to, undefined, item.found?.mode);
    item.sha256 = await hashOf(builder, to);
  }
  await keepOld(builder, item);
  return undefined;
}

async function buildCopy(builder: Builder, item: Item, action: CopyAction): Promise<void> {
  const carried = await builder.carry?.(action, builder.places.at(item.temporary));
  if (carried != null) return took(builder, item, carried);
  return builder.slots.use(() => streamCopy(builder, item, action));
}

async function streamCopy(builder: Builder, item: Item, action: CopyAction): Promise<void> {
  const { from, metadata } = action;
  const mtime = action.mtime == null ? undefined : new Date(action.mtime);
  const source = from == null ? Readable.from([Buffer.from(action.text ?? '')]) : await open(builder, action);
  const first = metadata == null ? item.temporary : item.raw;
  const expected = { isInterim: metadata != null, size: item.step.bytes, crc32: from?.crc32, sha256: from?.sha256 };
  const written = await write(builder, first, safely(source), mtime, expected);
  item.sha256 = written.sha256;
  if (metadata == null) return;
  const { fs, places } = builder;
  const [raw, to] = [places.at(first), places.at(item.temporary)];
  const made = await embed(builder, item, { raw, to, tags: metadata.tags });
  if (made) item.of = { size: item.step.bytes, sha256: written.sha256 };
  else {
    if (fs.lstat(to) != null) fs.unlink(to);
    fs.rename(raw, to);
    return finish(builder, to, mtime);
  }
  await finish(builder, to, mtime);
  item.sha256 = await hashOf(builder, to);
  fs.unlink(raw);
}

function took({ onBytes }: Builder, item: Item, { sha256, size, of, occupied, reading }: Carried): void {
  item.sha256 = sha256;
  if (of != null) item.of = { size: item.step.bytes, sha256: of };
  if (occupied.length > 0) item.unwritten = unwritten(occupied);
  if (reading != null) item.reading = reading;
  onBytes(size);
}

/** A photo comes whole also where nothing can be written into it. @returns whether there are new bytes */
async function embed(
  builder: Builder,
  item: Item,
  { raw, to, tags }: { raw: FilePath; to: FilePath; tags: Readonly<Record<string, unknown>> },
): Promise<boolean> {
  try {
    const { isNew, occupied } = await writerOf(builder).write(raw, to, tags, 'lacking');
    if (occupied.length > 0) item.unwritten = unwritten(occupied);
    return isNew;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    item.unwritten = `${error.message} The file itself came as it is.`;
    return false;
  }
}

const unwritten = (occupied: readonly string[]): string =>
  `It says something else already where ${occupied.join(', ')} would have stood; that was left.`;

async function open(builder: Builder, action: CopyAction): Promise<Readable> {
  try {
    return await builder.bytesOf(action);
  } catch (error) {
    throw sourceFailed(error);
  }
}

export const sourceFailed = (error: unknown): Refused =>
  error instanceof Refused
    ? new SourceFailed(error.code, error.message)
    : new SourceFailed('copy-failed', `The source can’t be read: ${messageOf(error)}`);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What goes wrong with a source concerns this file alone. */
async function* safely(source: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) yield chunk as Uint8Array;
  } catch (error) {
    throw sourceFailed(error);
  } finally {
    source.destroy();
  }
}

interface Expected extends Stated {
  /** It is only what another file is made of: nobody waits for the disk to have it. */
  readonly isInterim: boolean;
}

async function write(
  { fs, places, pause, onBytes }: Builder,
  to: Name,
  source: AsyncIterable<Uint8Array>,
  mtime: Date | undefined,
  expected?: Expected,
  mode?: number,
): Promise<{ sha256: string }> {
  const file: NewFile = fs.create(places.at(to));
  try {
    const hashing = createHash('sha256');
    let crc = 0;
    let size = 0;
    for await (const chunk of source) {
      hashing.update(chunk);
      if (expected?.crc32 != null) crc = crc32(chunk, crc);
      size += chunk.length;
      if (expected != null && size > expected.size) break;
      file.write(chunk);
      onBytes(chunk.length);
      const waiting = pause();
      if (waiting != null) await waiting;
    }
    const sha256 = hashing.digest('hex');
    if (expected != null) refuseOther(expected, { size, crc32: crc, sha256 });
    if (mtime != null) file.setTime(mtime);
    if (mode != null) file.setMode(mode);
    if (expected?.isInterim !== true) await file.sync();
    return { sha256 };
  } finally {
    file.close();
  }
}

function writerOf({ metadata }: Builder): Writer {
  if (metadata == null) throw new Refused('copy-failed', 'The job that applies it can’t write metadata.');
  return metadata;
}

/** What another program made under a name of ours gets its time, and is on the disk. */
async function finish({ fs }: Builder, to: FilePath, mtime: Date | undefined, mode?: number): Promise<void> {
  const file = fs.open(to);
  try {
    // Of an edit: a time that the file never had, so that whoever compares times sees that it changed.
    file.setTime(mtime ?? new Date());
    if (mode != null) file.setMode(mode);
    await file.sync();
  } finally {
    file.close();
  }
}

async function hashOf({ fs, pause }: Builder, file: FilePath): Promise<string> {
  return (await fs.hash(file, pause)).sha256.toString('hex');
}
