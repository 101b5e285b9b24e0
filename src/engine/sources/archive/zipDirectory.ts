/**
 * The list at the end of a zip. yauzl takes it apart; we give it the bytes in large pieces (it asks for each entry
 * twice) and go on behind an entry that it refuses.
 */
import fs from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, ZipFile } from 'yauzl';
import { zipName } from './zipNames.ts';

/** Bytes read ahead of what yauzl asks for. */
const BLOCK = 1 << 20;
/** Entries between two pauses, so that a stop is heard. */
const TURN = 4096;
const HEADER = 46;

export type ListedEntry =
  | { readonly entry: Entry; readonly name: string; readonly refused?: undefined }
  /** The list goes on behind it where `last` is false. */
  | { readonly refused: string; readonly last: boolean };

/**
 * Each entry of an open zip, in the order of its list.
 * @param fd open for reading
 * @param size bytes of the zip
 * @param base where the zip begins in the file
 * @throws yauzl's error where there is no list: no zip, or one that breaks off
 */
export async function* zipDirectory(fd: number, size: number, base = 0): AsyncGenerator<ListedEntry> {
  const reader = new BlockReader(fd, base);
  const options = { autoClose: false, decodeStrings: false, validateEntrySizes: false };
  let zip = await fromRandomAccessReaderPromise(reader, size, options);
  let left = zip.entryCount;
  for (let turn = 1; left > 0; left--, turn++) {
    if (turn % TURN === 0) await setImmediate();
    const read = await readEntry(zip);
    if (!(read instanceof Error)) {
      yield { entry: read, name: zipName(read) };
      continue;
    }
    const next = reader.nextHeader();
    yield { refused: read.message, last: next == null };
    if (next == null) return;
    zip = new ResumedZip(reader, next, size, left - 1, '', false, true, false, false);
  }
}

/** The declared constructor lacks the last parameter, `strictFileNames`, which is false where it is absent. */
const ResumedZip = ZipFile;

function readEntry(zip: ZipFile): Promise<Entry | Error> | Entry | Error {
  let found: Entry | Error | undefined;
  let later: ((found: Entry | Error) => void) | undefined;
  const settle = (what: Entry | Error): void => {
    found = what;
    later?.(what);
  };
  zip.once('entry', settle).once('error', settle);
  const forget = (): void => void zip.off('entry', settle).off('error', settle);
  zip.readEntry();
  // As the reader answers at once, so does yauzl, but for an entry without any name.
  if (found != null) {
    forget();
    return found;
  }
  return new Promise<Entry | Error>(resolve => {
    later = resolve;
  }).finally(forget);
}

/** Reads synchronously out of one block, which moves on with the list. */
class BlockReader extends RandomAccessReader {
  readonly #fd: number;
  readonly #base: number;
  #block = Buffer.alloc(0);
  #from = 0;
  /** Where the entry that is being read begins. */
  #header = 0;

  constructor(fd: number, base: number) {
    super();
    this.#fd = fd;
    this.#base = base;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    if (length === HEADER) this.#header = position;
    let read: number;
    try {
      read = this.#copy(buffer, offset, length, position);
    } catch (error) {
      callback(error as Error);
      return;
    }
    callback(null, read);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }

  /** Where the entry behind the one that was just read begins; undefined where that can't be told. */
  nextHeader(): number | undefined {
    const header = Buffer.alloc(HEADER);
    if (this.#copy(header, 0, HEADER, this.#header) < HEADER || header.readUInt32LE(0) !== 0x02014b50) return undefined;
    return this.#header + HEADER + header.readUInt16LE(28) + header.readUInt16LE(30) + header.readUInt16LE(32);
  }

  #copy(buffer: Buffer, offset: number, length: number, position: number): number {
    const within = position - this.#from;
    if (within < 0 || within + length > this.#block.length) {
      const block = Buffer.allocUnsafe(Math.max(BLOCK, length));
      this.#block = block.subarray(0, fs.readSync(this.#fd, block, 0, block.length, this.#base + position));
      this.#from = position;
      return this.#block.copy(buffer, offset, 0, length);
    }
    return this.#block.copy(buffer, offset, within, within + length);
  }
}
