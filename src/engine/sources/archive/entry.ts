import type { Readable } from 'node:stream';
import type { PackedFile } from './packedFile.ts';

/** A file as an archive or a folder lists it. There are hundreds of thousands: they are kept in an `EntryList`. */
export interface Entry {
  /** The last part of its path, as given; checked. */
  readonly name: string;
  /** Bytes, as listed. */
  readonly size: number;
  /** Unix ms, UTC; undefined where only a clock without zone is known. */
  readonly mtimeMs: number | undefined;
  readonly crc32: number | undefined;
  /** Where it lies within its part: reading in this order is reading forward. */
  readonly position: number;
  readonly part: Part;
  /** Absolute path, where the file lies on a disk as it is. */
  readonly onDisk?: string | Buffer | undefined;
  /** Where it lies in a zip, for other threads to read it. The archive is open until its part is closed. @throws the system's error */
  readonly packedFile?: PackedFile | undefined;
  /** The folder of its part that it lies in, where making it anew needs that. */
  readonly folder?: string | undefined;

  /** What else its part needs for making it anew; undefined where that is more than numbers. */
  readonly detail: readonly [number, number] | undefined;

  /** All bytes. The stream fails with `SourceDamaged` where length or checksum aren't as listed. */
  open(): Promise<Readable>;
  /** The first bytes; fewer only where the file is shorter. @throws SourceDamaged */
  head(bytes: number): Promise<Buffer>;
}

/** One of the things that a source was given as: an archive, a folder, a single file. */
export interface Part {
  /** Absolute. */
  readonly path: string;
  /** The last part of the path, to show. */
  readonly name: string;
  readonly form: 'zip' | 'tar' | 'tgz' | 'folder' | 'file';
  /** Tells all that it holds. Damage is a finding: what can be told is told. */
  list(sink: PartSink): Promise<void>;
  /** An entry of its own out of what was kept of it. */
  revive(kept: KeptEntry): Entry;
  /** Changes when what would be listed changes; of an archive its own size and time. */
  stamp(): Promise<string>;
  close(): Promise<void>;
}

export interface KeptEntry {
  readonly directory: string;
  readonly name: string;
  readonly size: number;
  readonly mtimeMs: number | undefined;
  readonly crc32: number | undefined;
  readonly position: number;
  readonly detail: readonly [number, number];
}

export interface PartSink {
  /** @param directory within the part, with `/`, without one at its ends; the part itself is '' */
  entry(directory: string, entry: Entry): void;
  /** @param path within the part; '' is the part itself */
  finding(code: PartFindingCode, path: string, message: string, missing?: true): void;
}

export type PartFindingCode =
  | 'unsafe-path'
  | 'damaged'
  | 'unreadable'
  | 'bomb'
  | 'link'
  | 'special'
  | 'skipped'
  | 'online-only';
