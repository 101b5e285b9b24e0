import fs from 'node:fs';
import path from 'node:path';
import { layoutOf } from '../../backup/layout.ts';
import type { Given } from '../given.ts';

/** Of folders that are Keepsake backups, what they know of their photos counts as well: their ledgers only grow. */
export async function folderStamp(given: Given): Promise<string> {
  const ledgers = given.parts.flatMap(({ path: folder, form }) => (form === 'folder' ? ledgerOf(folder) : []));
  return [await given.stamp(), ...ledgers].join('\n');
}

function ledgerOf(folder: string): readonly string[] {
  const { ledger } = layoutOf(folder);
  try {
    return fs
      .readdirSync(ledger)
      .sort()
      .map(name => `${name} ${fs.lstatSync(path.join(ledger, name)).size}`);
  } catch {
    return [];
  }
}
