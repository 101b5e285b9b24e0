/** The backup itself can't be reached any more: the drive was pulled out, the share went away. */
import fs from 'node:fs';
import { BackupAway, readIdentity } from '../backup/identity.ts';
import type { BackupLayout } from '../backup/layout.ts';
import type { Store } from '../catalog/store.ts';

/** @param code of the error that made us ask @throws {BackupAway} */
export function refuseAway({ layout, identity }: Store, code: string): void {
  if (identity == null ? fs.existsSync(layout.root) : isThere(layout, identity.id)) return;
  throw new BackupAway(
    `${layout.root} can't be reached any more (${code}). What was verified until now is kept; plug the drive in again and run this once more, it goes on from there.`,
  );
}

/** Another backup may lie at the place by now. What can't be read is not this one. */
function isThere(layout: BackupLayout, id: string): boolean {
  try {
    return readIdentity(layout)?.id === id;
  } catch {
    return false;
  }
}
