/**
 * What stands where Keepsake keeps its own must be what Keepsake put there. A backup may come from anybody: through a
 * link a job would write, move and remove elsewhere, and at a pipe it would wait for good.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { BackupLayout } from './layout.ts';

export class OddPlace extends Error {
  override readonly name = 'OddPlace';
  /** @param wanted in words */
  constructor(file: string, wanted: 'file' | 'folder') {
    super(
      `${file} should be a ${wanted} that Keepsake made, and is something else (a link or a pipe, for example). Nothing was changed. Look what it is, move it away or put the right one back, and run this again.`,
    );
  }
}

/** Neither waits for whoever has the other end of a pipe, nor goes where a link leads. Windows has neither. */
export const AS_IT_IS = (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

const FOLDERS = ['', 'ledger', 'plans', 'quarantine', 'undo', 'albums', 'aside'] as const;

/** @throws {OddPlace}; the system's error */
export function refuseOddPlaces(layout: BackupLayout): void {
  for (const name of FOLDERS) {
    const folder = path.join(layout.keepsake, name);
    if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw new OddPlace(folder, 'folder');
  }
  requireFile(layout.identity);
}

/** That a file is a file, where there is one. @throws {OddPlace}; the system's error */
export function requireFile(file: string): void {
  if (fs.lstatSync(file, { throwIfNoEntry: false })?.isFile() === false) throw new OddPlace(file, 'file');
}
