import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import zlib from 'node:zlib';
import type { Header } from 'tar-stream';
import { splitName } from '../../media/kinds.ts';
import type { KeptEntry, PartSink } from './entry.ts';
import { entryPath, shownPath } from './entryPath.ts';
import { fileStamp } from './fileStamp.ts';
import { GunzipCursor } from './gunzipCursor.ts';
import { Spool, SpoolFailed } from './spool.ts';
import { type OpenTar, TarEntry } from './tarEntry.ts';

/** Unpacked bytes for each packed one: gzip makes 1,032 of one at most, media hardly any. */
const RATIO = 200;
const FREE = 1 << 30;
/** Bytes of the largest sidecar that is put aside when the archive is first gone through. */
const SPOOLED = 1 << 20;
const HEADER = 512;

/**
 * A tar, packed by gzip or not. It has no list: finding out what it holds is going through all of it once, some
 * seconds for each gigabyte. A plain tar is then read at random. A gzip can only be entered at its beginning, so:
 * - sidecars are put aside on the way through (`Spool`)
 * - media are read forward from where the last reading ended; only going back begins anew. Read in the order of
 *   `position`, all of them cost one more pass.
 */
export class TarPart implements OpenTar {
  readonly path: string;
  readonly name: string;
  readonly form: 'tar' | 'tgz';
  readonly #spool = new Spool();
  #fd: number | undefined;
  #idle: GunzipCursor | undefined;

  /** @param file absolute path */
  constructor(file: string, form: 'tar' | 'tgz') {
    this.path = file;
    this.name = path.basename(file);
    this.form = form;
  }

  /** Open until `close`. */
  get fd(): number {
    this.#fd ??= fs.openSync(this.path, 'r');
    return this.#fd;
  }

  get spool(): Spool {
    return this.#spool;
  }

  /** @throws the system's error where the temporary folder has no room for sidecars: nothing is the matter with the archive */
  async list(sink: PartSink): Promise<void> {
    let files = 0;
    const { extract } = await import('tar-stream');
    const parse = extract();
    try {
      const packed = fs.createReadStream(this.path, { highWaterMark: 1 << 18 });
      const reading =
        this.form === 'tgz'
          ? pipeline(packed, zlib.createGunzip({ chunkSize: 1 << 18 }), limited(this.path), parse)
          : pipeline(packed, parse);
      reading.catch(() => {});
      for await (const found of parse) {
        const entry = this.#entry(found.header, found.offset + HEADER, sink);
        if (entry != null && this.form === 'tgz' && isSidecar(entry.file) && entry.file.size <= SPOOLED) {
          const chunks: Buffer[] = [];
          for await (const chunk of found) chunks.push(chunk as Buffer);
          entry.file.spooled = this.#spool.add(Buffer.concat(chunks));
        } else {
          for await (const _chunk of found) {
            // Gone through for what comes behind it.
          }
        }
        // Told when it is known to be whole.
        if (entry != null) sink.entry(entry.directory, entry.file);
        files++;
      }
      await reading;
    } catch (error) {
      if (error instanceof SpoolFailed) throw error.cause;
      if (error instanceof TooMuch)
        sink.finding(
          'bomb',
          '',
          `${this.name} unpacks to far more than photos and videos do. The rest of it was left out.`,
        );
      else if (isOfSystem(error))
        sink.finding(
          'unreadable',
          '',
          `${this.name} can’t be read further after ${files} files (${wordsOf(error)}). What lies behind was not taken. Check the disk that it is on, and run this again.`,
        );
      else
        sink.finding(
          'damaged',
          '',
          `${this.name} breaks off or is damaged after ${files} files (${wordsOf(error)}). What lies behind could not be taken. Download this part again.`,
        );
    }
  }

  cursor(position: number): GunzipCursor {
    const idle = this.#idle;
    if (idle != null && idle.position <= position) {
      this.#idle = undefined;
      return idle;
    }
    return new GunzipCursor(this.path);
  }

  rest(cursor: GunzipCursor): void {
    this.#idle?.close();
    this.#idle = cursor;
  }

  revive({ name, size, mtimeMs, position, detail: [at, length] }: KeptEntry): TarEntry {
    const entry = new TarEntry(this, name, size, mtimeMs, position);
    if (at >= 0) entry.spooled = { at, length };
    return entry;
  }

  stamp(): Promise<string> {
    return fileStamp(this.path);
  }

  async close(): Promise<void> {
    this.#idle?.close();
    this.#idle = undefined;
    this.#spool.close();
    if (this.#fd != null) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #entry(header: Header, position: number, sink: PartSink): { directory: string; file: TarEntry } | undefined {
    const { name: text, type, size, mtime } = header;
    if (type === 'directory') return undefined;
    const at = entryPath(text);
    if (at.unsafe != null) {
      sink.finding('unsafe-path', shownPath(text), `${shownPath(text)} in ${this.name} was left out: ${at.unsafe}.`);
      return undefined;
    }
    const where = at.directory === '' ? at.name : `${at.directory}/${at.name}`;
    if (type === 'symlink' || type === 'link') {
      sink.finding('link', where, `${where} in ${this.name} is a link, not a file. It was left out.`);
      return undefined;
    }
    if (type !== 'file' && type !== 'contiguous-file') {
      sink.finding('special', where, `${where} in ${this.name} is no regular file. It was left out.`);
      return undefined;
    }
    const mtimeMs = mtime == null || mtime.getTime() === 0 ? undefined : mtime.getTime();
    return { directory: at.directory, file: new TarEntry(this, at.name, size, mtimeMs, position) };
  }
}

class TooMuch extends Error {}

/** Passes on until a gzip gives more than it can honestly hold. */
function limited(file: string) {
  const most = FREE + fs.statSync(file).size * RATIO;
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let length = 0;
    for await (const chunk of chunks) {
      length += chunk.length;
      if (length > most) throw new TooMuch();
      yield chunk;
    }
  };
}

/** Rather than of zlib or of tar-stream, to which the bytes are wrong. */
const isOfSystem = (error: unknown): boolean =>
  /^E[A-Z0-9]+$/.test((error as NodeJS.ErrnoException | null)?.code ?? '');

function isSidecar({ name }: TarEntry): boolean {
  return /^(json|xmp|aae|csv)$/.test(splitName(name).extension);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
