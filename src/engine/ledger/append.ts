/**
 * Appends to this machine's own ledger file. Each writer has a file of its own, so that two machines that
 * share a backup on a NAS, or a copy that is merged back, never write into one another.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { syncFolder, writeAll } from '../backup/writeWhole.ts';
import { encodeLine } from './line.ts';
import { readLedger } from './read.ts';
import type { LedgerRecord } from './record.ts';

/** Names that we make; anything else in the folder is not a writer's file. */
const WRITER = /^[\w-]{1,80}\.jsonl$/;

/** @returns the writers' files in the ledger folder, sorted; none where there is no folder */
export function ledgerFiles(folder: string): readonly string[] {
  try {
    return fs
      .readdirSync(folder)
      .filter(name => WRITER.test(name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

export class LedgerWriter {
  readonly file: string;
  #fd: number | undefined;

  /**
   * @param folder `.keepsake/ledger`
   * @param writer name of this machine
   */
  constructor(folder: string, writer: string) {
    this.file = path.join(folder, `${writer}.jsonl`);
  }

  /**
   * Appends the records and makes them last before it returns.
   * The caller holds the catalog's write transaction: that is what keeps two processes of one machine apart.
   * @returns where the file ends now, in bytes
   * @throws the system's error (disk full, drive gone): the lines are then not there, or torn and cut next time
   */
  append(records: readonly LedgerRecord[]): number {
    const fd = this.#open();
    const before = fs.fstatSync(fd).size;
    try {
      writeAll(fd, Buffer.from(records.map(record => `${encodeLine(record)}\n`).join('')));
      fs.fdatasyncSync(fd);
    } catch (error) {
      // A full disk may have taken half a line: later lines must not follow it.
      fs.ftruncateSync(fd, before);
      throw error;
    }
    return fs.fstatSync(fd).size;
  }

  close(): void {
    if (this.#fd != null) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open(): number {
    if (this.#fd != null) return this.#fd;
    const folder = path.dirname(this.file);
    fs.mkdirSync(folder, { recursive: true });
    const isNew = !fs.existsSync(this.file);
    if (!isNew) cutTornLine(this.file);
    this.#fd = fs.openSync(this.file, 'a');
    if (isNew) {
      fs.fsyncSync(this.#fd);
      syncFolder(folder);
    }
    return this.#fd;
  }
}

/** Cuts off what a crash left of a last line. */
export function cutTornLine(file: string): void {
  const { size } = fs.statSync(file);
  let good = 0;
  // Only the last stretch needs reading: a line before it was whole when the next one was written.
  const near = lastLineStart(file, size);
  for (const line of readLedger(file, near)) good = line.end;
  if (good === 0) good = near;
  if (good < size) fs.truncateSync(file, good);
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
