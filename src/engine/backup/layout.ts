/** Where things lie within a backup. All that Keepsake adds to a person's folder is under `.keepsake/`. */
import path from 'node:path';

export const KEEPSAKE = '.keepsake';

export interface BackupLayout {
  readonly root: string;
  readonly keepsake: string;
  /** Who this backup is: `{"format":1,"id":…,"created":…}`. */
  readonly identity: string;
  readonly ledger: string;
  readonly sums: string;
  /** The published snapshot of the catalog. */
  readonly snapshot: string;
  readonly lock: string;
  /** That another program works in the backup. */
  readonly driven: string;
}

/** @param root absolute path of the backup */
export function layoutOf(root: string): BackupLayout {
  const keepsake = path.join(root, KEEPSAKE);
  return {
    root,
    keepsake,
    identity: path.join(keepsake, 'backup.json'),
    ledger: path.join(keepsake, 'ledger'),
    sums: path.join(keepsake, 'SHA256SUMS'),
    snapshot: path.join(keepsake, 'catalog.db'),
    lock: path.join(keepsake, 'lock'),
    driven: path.join(keepsake, 'driven.json'),
  };
}
