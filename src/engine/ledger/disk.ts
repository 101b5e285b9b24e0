/** How a ledger's lines reach the disk: a port, so that a test can write it down among all else that happens to a backup. */
import fs from 'node:fs';
import path from 'node:path';
import { syncFolder, writeAll } from '../backup/writeWhole.ts';

export interface LedgerDisk {
  /** Makes the folder where it is absent, and makes that last. */
  makeFolder(folder: string): void;
  /**
   * Appends and makes it last before it returns; makes the file where it is absent.
   * @returns where the file ended before, in bytes
   * @throws the system's error, after which nothing of `lines` is there
   */
  append(file: string, lines: Uint8Array): number;
  /** Cuts the file to a length in bytes. */
  cut(file: string, length: number): void;
}

export class NodeLedgerDisk implements LedgerDisk {
  makeFolder(folder: string): void {
    const first = fs.mkdirSync(folder, { recursive: true });
    if (first == null) return;
    for (let made = folder; made.length >= first.length; made = path.dirname(made)) syncFolder(path.dirname(made));
  }

  append(file: string, lines: Uint8Array): number {
    const isNew = !fs.existsSync(file);
    const fd = fs.openSync(file, 'a');
    try {
      const before = fs.fstatSync(fd).size;
      try {
        writeAll(fd, lines);
        fs.fsyncSync(fd);
      } catch (error) {
        // A full disk may have taken half a line. Where this fails too, the next append cuts it.
        fs.ftruncateSync(fd, before);
        throw error;
      }
      if (isNew) syncFolder(path.dirname(file));
      return before;
    } finally {
      fs.closeSync(fd);
    }
  }

  cut(file: string, length: number): void {
    fs.truncateSync(file, length);
  }
}
