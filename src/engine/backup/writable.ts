/** Whether Keepsake's folder in a backup can be written: asked by writing, since permissions don't tell all. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { BackupLayout } from './layout.ts';

/** Names of probes begin so: one may be left behind where its writer was killed, and is no file of a person's. */
export const PROBE = '.keepsake-probe-';

const REFUSALS = new Set(['EROFS', 'EACCES', 'EPERM']);

/** @throws the system's error where it is something other than a refusal (no space, drive gone) */
export function isWritable(layout: BackupLayout): boolean {
  const inside = fs.existsSync(layout.keepsake);
  const probe = path.join(inside ? layout.keepsake : layout.root, `${PROBE}${randomUUID()}`);
  try {
    fs.closeSync(fs.openSync(probe, 'wx'));
    fs.rmSync(probe);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (REFUSALS.has(code)) return false;
    // A full disk refuses the entry, not the folder: let the job say so where it writes.
    if (code === 'ENOSPC' || code === 'EDQUOT') return true;
    throw error;
  }
}

/** The same as far as permissions tell, without a trace. */
export function seemsWritable(layout: BackupLayout): boolean {
  try {
    fs.accessSync(fs.existsSync(layout.keepsake) ? layout.keepsake : layout.root, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
