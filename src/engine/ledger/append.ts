/**
 * Appends to a writer's own ledger file. Each catalog on each machine is a writer with a file of its own, so that
 * two machines that share a backup on a NAS, or two copies of a backup, never write into one another.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { inFile } from '../backup/inFile.ts';
import { requireFile } from '../backup/oddPlace.ts';
import { type LedgerDisk, NodeLedgerDisk } from './disk.ts';
import { encodeLine } from './line.ts';
import { readLedger } from './read.ts';
import { LedgerRecord, Order } from './record.ts';

/** Names that we make; anything else in the folder is not a writer's file. */
const WRITER = /^[\w-]{1,80}\.jsonl$/;

/**
 * @returns the writers' files in the ledger folder, sorted; none where there is no folder
 * @throws {OddPlace} where one is no file; the system's error
 */
export function ledgerFiles(folder: string): readonly string[] {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true }).filter(({ name }) => WRITER.test(name));
    // Some file systems don't say what an entry is.
    for (const entry of entries) if (!entry.isFile()) requireFile(path.join(folder, entry.name));
    return entries.map(({ name }) => name).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export class LedgerWriter {
  readonly file: string;
  readonly #disk: LedgerDisk;

  /**
   * @param folder `.keepsake/ledger`
   * @param name of the writer's file
   */
  constructor(folder: string, name: string, disk: LedgerDisk = new NodeLedgerDisk()) {
    this.file = path.join(folder, name);
    this.#disk = disk;
  }

  /**
   * Appends the records and makes them last before it returns. The file is not kept open: a drive that is
   * unplugged and plugged in again has another one.
   * The caller holds the catalog's write transaction, and each catalog has a writer of its own: that is what
   * keeps two processes apart.
   * @param n place of these lines in the order of all lines
   * @returns where the file ends now, in bytes
   * @throws TypeError for a record that could not be read again; the system's error (disk full, drive gone), after
   *   which none of the lines is there
   */
  append(records: readonly LedgerRecord[], n: number): number {
    if (!Order.safeParse({ n }).success) throw new TypeError(`This can’t be recorded as line ${n}, so nothing was.`);
    const lines = Buffer.from(records.map(record => `${encodeLine({ ...valid(record), n })}\n`).join(''));
    this.#disk.makeFolder(path.dirname(this.file));
    if (fs.existsSync(this.file)) cutTornLine(this.file, this.#disk);
    try {
      return this.#disk.append(this.file, lines) + lines.length;
    } catch (error) {
      throw inFile(error, this.file);
    }
  }
}

/** What can't be read back must not be written: it would stop every later reading. */
function valid(record: LedgerRecord): LedgerRecord {
  const checked = LedgerRecord.safeParse(record);
  if (!checked.success)
    throw new TypeError(`This can’t be recorded, so nothing was: ${checked.error.issues[0]?.message ?? record.t}.`);
  return checked.data;
}

/** Cuts off what a crash left of a last line. */
export function cutTornLine(file: string, disk: LedgerDisk = new NodeLedgerDisk()): void {
  const { size } = fs.statSync(file);
  let good = 0;
  // Only the last stretch needs reading: a line before it was whole when the next one was written.
  const near = lastLineStart(file, size);
  for (const line of readLedger(file, near)) good = line.end;
  if (good === 0) good = near;
  if (good < size) disk.cut(file, good);
}

/** Where the last line (whole or torn) begins. */
function lastLineStart(file: string, size: number): number {
  const fd = fs.openSync(file, 'r');
  try {
    // The final newline belongs to the last line: look before it.
    for (let end = size - 1; end > 0; ) {
      const from = Math.max(0, end - 65536);
      const chunk = Buffer.alloc(end - from);
      fs.readSync(fd, chunk, 0, chunk.length, from);
      const newline = chunk.lastIndexOf(10);
      if (newline !== -1) return from + newline + 1;
      end = from;
    }
    return 0;
  } finally {
    fs.closeSync(fd);
  }
}
