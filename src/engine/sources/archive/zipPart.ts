import fs from 'node:fs';
import path from 'node:path';
import type { Entry as Raw } from 'yauzl';
import type { KeptEntry, PartSink } from './entry.ts';
import { entryPath, shownPath } from './entryPath.ts';
import { fileStamp } from './fileStamp.ts';
import { DEFLATED, STORED } from './packedFile.ts';
import { type OpenZip, ZipEntry } from './zipEntry.ts';
import { ZipLayout } from './zipLayout.ts';

/** Unpacked bytes for each packed one beyond which no photo or video is: a picture of one colour in a BMP comes near. */
const RATIO = 200;
/** Bytes that may be unpacked whatever the ratio. */
const FREE = 64 << 20;
/** Entries of the longest list that is taken in; the largest export known has 191,110. */
const MOST_ENTRIES = 4_000_000;

interface Placed {
  readonly directory: string;
  readonly entry: ZipEntry;
}

/** A zip that lies unpacked within a file. */
export interface ZipRange {
  readonly name: string;
  readonly start: number;
  readonly length: number;
}

/** A zip (also zip64), read in place. */
export class ZipPart implements OpenZip {
  readonly path: string;
  readonly name: string;
  readonly form = 'zip';
  readonly base: number;
  readonly #length: number | undefined;
  #fd: number | undefined;

  /**
   * @param file absolute path
   * @param within where the zip is only a part of the file
   */
  constructor(file: string, within?: ZipRange) {
    this.path = file;
    this.name = within?.name ?? path.basename(file);
    this.base = within?.start ?? 0;
    this.#length = within?.length;
  }

  /** Open until `close`. */
  get fd(): number {
    this.#fd ??= fs.openSync(this.path, 'r');
    return this.#fd;
  }

  async list(sink: PartSink): Promise<void> {
    let size: number;
    try {
      size = this.#length ?? fs.fstatSync(this.fd).size;
    } catch (error) {
      sink.finding('unreadable', '', `${this.name} can't be opened (${codeOf(error)}). Nothing in it was taken.`);
      return;
    }
    let listed = 0;
    const layout = new ZipLayout();
    const later: Placed[] = [];
    // Loaded where a zip is listed: of one that hasn't changed only its size and time are asked.
    const { zipDirectory } = await import('./zipDirectory.ts');
    try {
      for await (const found of zipDirectory(this.fd, size, this.base)) {
        if (++listed > MOST_ENTRIES) {
          sink.finding('bomb', '', `${this.name} lists more than ${MOST_ENTRIES} files. The rest of it was left out.`);
          break;
        }
        if (found.refused != null) {
          sink.finding('damaged', '', broken(this.name, listed - 1, found));
          continue;
        }
        const entry = this.#entry(found.entry, found.name, size, sink);
        if (entry == null) continue;
        if (layout.add(entry.entry)) sink.entry(entry.directory, entry.entry);
        else later.push(entry);
      }
    } catch (error) {
      sink.finding(
        'damaged',
        '',
        `${this.name} has no list of what it holds: it is cut off, or no zip (${wordsOf(error)}). Nothing in it was taken. Download this part again.`,
      );
      return;
    }
    // Listed in another order than they lie in, which is rare, or one upon the other.
    const fitting = layout.fitting(later.map(({ entry }) => entry));
    for (const { directory, entry } of later) {
      if (fitting.has(entry)) sink.entry(directory, entry);
      else {
        const where = directory === '' ? entry.name : `${directory}/${entry.name}`;
        const message = `${where} was left out: in ${this.name} it shares its bytes with another file.`;
        sink.finding('bomb', where, message);
      }
    }
  }

  revive({ name, detail: [packed, method], ...kept }: KeptEntry): ZipEntry {
    const { size, mtimeMs, crc32 = 0, position } = kept;
    return new ZipEntry(this, name, { size, mtimeMs, crc32, position, packed, method });
  }

  stamp(): Promise<string> {
    return fileStamp(this.path);
  }

  async close(): Promise<void> {
    if (this.#fd != null) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #entry(raw: Raw, text: string, size: number, sink: PartSink): Placed | undefined {
    const at = entryPath(text);
    if (at.unsafe != null) {
      sink.finding('unsafe-path', shownPath(text), `${shownPath(text)} in ${this.name} was left out: ${at.unsafe}.`);
      return undefined;
    }
    const path = at.directory === '' ? at.name : `${at.directory}/${at.name}`;
    const mode = raw.externalFileAttributes >>> 16;
    const fromUnix = raw.versionMadeBy >> 8 === 3 || raw.versionMadeBy >> 8 === 19;
    if (/[\\/]$/.test(text) || (fromUnix && (mode & 0xf000) === 0x4000)) return undefined;
    if (fromUnix && (mode & 0xf000) === 0xa000) {
      sink.finding('link', path, `${path} in ${this.name} is a symbolic link, not a file. It was left out.`);
      return undefined;
    }
    if (raw.isEncrypted() || (raw.generalPurposeBitFlag & 0x40) !== 0) {
      sink.finding('unreadable', path, `${path} in ${this.name} is encrypted. It was left out.`);
      return undefined;
    }
    const { compressionMethod: method, compressedSize: packed, uncompressedSize, relativeOffsetOfLocalHeader } = raw;
    if (method !== STORED && method !== DEFLATED) {
      sink.finding(
        'unreadable',
        path,
        `${path} in ${this.name} is packed by method ${method}, which isn't known here.`,
      );
      return undefined;
    }
    if (relativeOffsetOfLocalHeader + packed > size || (method === STORED && packed !== uncompressedSize)) {
      sink.finding(
        'damaged',
        path,
        `${path} isn't whole: ${this.name} is cut off or damaged. Download this part again.`,
      );
      return undefined;
    }
    if (uncompressedSize > FREE + packed * RATIO) {
      sink.finding(
        'bomb',
        path,
        `${path} in ${this.name} was left out: ${packed} bytes that unpack to ${uncompressedSize} are no photo or video.`,
      );
      return undefined;
    }
    const entry = new ZipEntry(this, at.name, {
      size: uncompressedSize,
      packed,
      mtimeMs: mtime(raw),
      crc32: raw.crc32,
      position: relativeOffsetOfLocalHeader,
      method,
    });
    return { directory: at.directory, entry };
  }
}

/** The zip's own field is a clock without zone; only the added ones are instants. */
function mtime(raw: Raw): number | undefined {
  if (!raw.extraFields.some(({ id }) => id === 0x5455 || id === 0x000a)) return undefined;
  const ms = raw.getLastModDate({ timezone: 'UTC' }).getTime();
  return Number.isFinite(ms) && ms !== 0 ? ms : undefined;
}

function broken(name: string, listed: number, { refused: why, last }: { refused: string; last: boolean }): string {
  return last
    ? `The list of ${name} breaks off after ${listed} files (${why}). The rest of it could not be taken. Download this part again.`
    : `File ${listed + 1} in the list of ${name} can't be read (${why}). It was left out.`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? wordsOf(error);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message.split('.')[0]! : String(error);
}
