/** Puts a snapshot of the catalog into the backup, so that another machine starts from it. */
import fs from 'node:fs';
import path from 'node:path';
import { syncFolder } from '../backup/writeWhole.ts';
import type { Store } from './store.ts';

/** Whole or not at all: built beside, synced, renamed. @throws the system's error; the old snapshot is then still there */
export function publishSnapshot(store: Store): void {
  if (store.readOnly) return;
  const temporary = `${store.layout.snapshot}.tmp`;
  fs.rmSync(temporary, { force: true });
  try {
    store.db.prepare('VACUUM INTO ?').run(temporary);
    const fd = fs.openSync(temporary, 'r+');
    fs.fsyncSync(fd);
    fs.closeSync(fd);
    fs.renameSync(temporary, store.layout.snapshot);
    syncFolder(path.dirname(store.layout.snapshot));
  } catch (error) {
    fs.rmSync(temporary, { force: true });
    throw error;
  }
}
