/**
 * Builds a small file beside its place out of bytes that are in memory: hashed, with tags in it where that needs no
 * other program, read for the index, and on the disk when it is done. In any thread: nothing here knows a catalog.
 */
import type { Buffer } from 'node:buffer';
import { hash } from 'node:crypto';
import { damageIn } from '../media/damage.ts';
import { fileKind } from '../media/kinds.ts';
import type { FileFacts } from '../media/model.ts';
import { quickFactsIn } from '../media/quick/quickFacts.ts';
import { plainSidecar } from '../media/sidecar.ts';
import { thumbKeyIn } from '../media/thumbnail/key.ts';
import { embedded } from './embedding.ts';
import type { FilePath, FileSystem, NewFile } from './fileSystem.ts';
import { refuseOther, type Stated } from './stated.ts';

export interface Cargo {
  /** Of the file that it becomes. */
  readonly name: string;
  /** Unix ms; undefined: now. */
  readonly mtimeMs: number | undefined;
  readonly tags: Readonly<Record<string, unknown>> | undefined;
  readonly stated: Stated;
}

/** What the index wants to know of a file. */
export interface Reading {
  readonly facts: FileFacts;
  /** Of a photo or video. */
  readonly contentKey?: string;
}

export interface Carried {
  /** Of the new file, in hex. */
  readonly sha256: string;
  readonly size: number;
  /** Of the bytes as they came, where tags were written into them; in hex. */
  readonly of?: string;
  /** Tags that are left, for the file says something else there. */
  readonly occupied: readonly string[];
  /** Undefined where the index has to look itself, or has something to say of it. */
  readonly reading?: Reading;
}

/** All bytes of a source, with the checksum that they were proved by. */
export interface Came {
  readonly bytes: Buffer;
  readonly crc32: number | undefined;
}

/** What is to be written, with all that is known of it. */
export interface Packed {
  readonly bytes: Buffer;
  readonly carried: Carried;
}

/**
 * @returns undefined where the tags are to be written by another program
 * @throws {import('./refused.ts').SourceFailed}
 */
export async function pack({ bytes: came, crc32 }: Came, cargo: Cargo): Promise<Packed | undefined> {
  const { tags, name, stated } = cargo;
  const before = sha256Of(came);
  refuseOther(stated, { size: came.length, sha256: before, crc32 });
  const made = tags == null ? { bytes: came, occupied: [] } : await embedded(came, tags);
  if (made == null) return undefined;
  const { bytes, occupied } = made;
  const isNew = bytes !== came;
  const reading = await readingOf(bytes, name);
  const sha256 = isNew ? sha256Of(bytes) : before;
  const more = { ...(isNew && { of: before }), ...(reading != null && { reading }) };
  return { bytes, carried: { sha256, size: bytes.length, occupied, ...more } };
}

/**
 * @param to absolute: a temporary, which is not there yet
 * @throws the system's error: something may be left at `to` then
 */
export async function put(fs: FileSystem, bytes: Buffer, to: FilePath, mtimeMs: number | undefined): Promise<void> {
  const file = written(fs, bytes, to, mtimeMs);
  try {
    await file.sync();
  } finally {
    file.close();
  }
}

const sha256Of = (bytes: Buffer): string => hash('sha256', bytes, 'hex');

/** The bytes are let go of before the disk is waited for. */
function written(fs: FileSystem, bytes: Buffer, to: FilePath, mtimeMs: number | undefined): NewFile {
  const file = fs.create(to);
  try {
    file.write(bytes);
    if (mtimeMs != null) file.setTime(new Date(mtimeMs));
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

async function readingOf(bytes: Buffer, name: string): Promise<Reading | undefined> {
  const kind = fileKind(name);
  if (bytes.length === 0 || kind === 'other') return undefined;
  if (kind === 'sidecar') {
    const facts = plainSidecar(bytes, name);
    return facts == null ? undefined : { facts };
  }
  const facts = await quickFactsIn(bytes, name);
  if (facts == null || damageIn(bytes, facts) != null) return undefined;
  return { facts, contentKey: thumbKeyIn(bytes) };
}
