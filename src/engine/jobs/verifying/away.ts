/** The backup itself can't be reached any more: the drive was pulled out, the share went away. */
import fs from 'node:fs';
import { BackupAway } from '../../backup/identity.ts';
import type { Store } from '../../catalog/store.ts';

/** @param code of the error that made us ask @throws {BackupAway} */
export function refuseAway({ layout, identity }: Store, code: string): void {
  if (fs.existsSync(layout.root) && (identity == null || fs.existsSync(layout.identity))) return;
  throw new BackupAway(
    `${layout.root} can't be reached any more (${code}). What was verified until now is kept; plug the drive in again and run this once more, it goes on from there.`,
  );
}
