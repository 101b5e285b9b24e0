/** Reads a ledger file from a position on, line by line, in bounded memory. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { decodeLine } from './line.ts';
import { LedgerRecord, Order } from './record.ts';

/**
 * A line that can't be read, and why: not as it was written though others follow it, or of a file that no backup can
 * have; or of a newer version.
 */
export interface LedgerFault {
  readonly kind: 'damaged' | 'newer';
  /** Absolute path. */
  readonly file: string;
  /** Bytes from the start of the file to the line. */
  readonly offset: number;
}

/** A line that is not as it was written, and not the last one: not a crash, but damage. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged';
  readonly file: string;
  /** Bytes from the start of the file. */
  readonly offset: number;
  constructor(file: string, offset: number) {
    super(
      `Line ${lineAt(file, offset)} of the ledger ${file} is damaged. Nothing was changed, and nothing will be written before it is mended. Put that file back from a copy of the backup; where there is none, remove that one line with a text editor: SHA256SUMS beside the ledger stands in for the checksums that it held. Until then "keepsake verify --quick" and "keepsake verify --manifest" still look at the photos.`,
    );
    this.file = file;
    this.offset = offset;
  }
}

/** A line that is whole and says what this version doesn't know. */
export class LedgerNewer extends Error {
  override readonly name = 'LedgerNewer';
  constructor(file: string) {
    super(
      `The ledger ${file} was written by a newer Keepsake. Nothing was changed, and nothing will be written. Use that version for this backup.`,
    );
  }
}

/** @throws always: {LedgerDamaged} or {LedgerNewer} */
export function refuseFault({ kind, file, offset }: LedgerFault): never {
  throw kind === 'damaged' ? new LedgerDamaged(file, offset) : new LedgerNewer(file);
}

/** The number, from 1, of the line that begins at this byte. */
export function lineAt(file: string, offset: number): number {
  const fd = fs.openSync(file, 'r');
  try {
    const chunk = Buffer.allocUnsafe(1 << 20);
    let line = 1;
    for (let position = 0; position < offset; ) {
      const read = fs.readSync(fd, chunk, 0, Math.min(chunk.length, offset - position), position);
      if (read === 0) break;
      for (let at = chunk.indexOf(10); at !== -1 && at < read; at = chunk.indexOf(10, at + 1)) line++;
      position += read;
    }
    return line;
  } finally {
    fs.closeSync(fd);
  }
}

export interface LedgerLine {
  readonly record: LedgerRecord;
  /** Its place in the order of all lines. */
  readonly n: number;
  /** Where the line ends, its newline included; bytes from the start of the file. */
  readonly end: number;
}

/** A line longer than this was not written by us: 64 MiB. */
const MAX_LINE = 64 << 20;

/**
 * @param from a position at the start of a line
 * @param onFault told of a bad line that is followed by others, and of one of a newer version; it is then passed over
 * @returns all whole lines; a last one that is torn (no newline, or a wrong CRC at the very end) is left out
 * @throws what `onFault` throws: {LedgerDamaged} or {LedgerNewer} where it is left to itself
 */
export function* readLedger(
  file: string,
  from = 0,
  onFault: (fault: LedgerFault) => void = refuseFault,
): Generator<LedgerLine> {
  const fd = fs.openSync(file, 'r');
  try {
    const { size } = fs.fstatSync(fd);
    let position = from;
    let rest: Buffer = Buffer.alloc(0);
    let start = from;
    while (position < size) {
      const chunk = Buffer.allocUnsafe(Math.min(1 << 20, size - position));
      const read = fs.readSync(fd, chunk, 0, chunk.length, position);
      if (read === 0) break;
      position += read;
      rest = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let cursor = 0;
      for (let end = rest.indexOf(10, cursor); end !== -1; end = rest.indexOf(10, cursor)) {
        const line = parse(rest.toString('utf8', cursor, end));
        const next = start + end - cursor + 1;
        if (line === 'torn' && next >= size) return;
        if (typeof line === 'string') onFault({ kind: line === 'torn' ? 'damaged' : line, file, offset: start });
        else yield { ...line, end: next };
        start = next;
        cursor = end + 1;
      }
      rest = rest.subarray(cursor);
      if (rest.length > MAX_LINE) return onFault({ kind: 'damaged', file, offset: start });
    }
  } finally {
    fs.closeSync(fd);
  }
}

function parse(text: string): { record: LedgerRecord; n: number } | LedgerFault['kind'] | 'torn' {
  const line = decodeLine(text);
  if (line == null) return 'torn';
  const record = LedgerRecord.safeParse(line);
  const order = Order.safeParse(line);
  if (record.success && order.success) return { record: record.data, n: order.data.n };
  // No version will ever name a file outside of its backup.
  return record.error?.issues.some(issue => issue.code === 'custom') ? 'damaged' : 'newer';
}

/**
 * The last `length` bytes before `end`: by them the catalog knows again the ledger that it has read.
 * @returns undefined where the file is shorter than `end`
 */
export function tailBefore(file: string, end: number, length = 64): Buffer | undefined {
  let fd: number;
  try {
    fd = fs.openSync(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    if (fs.fstatSync(fd).size < end) return undefined;
    const tail = Buffer.alloc(Math.min(length, end));
    fs.readSync(fd, tail, 0, tail.length, end - tail.length);
    return tail;
  } finally {
    fs.closeSync(fd);
  }
}
