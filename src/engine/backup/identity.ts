/** Who a backup is: an id that stays with the folder wherever the drive is plugged in. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod/mini';
import type { BackupLayout } from './layout.ts';
import { requireFile } from './oddPlace.ts';
import { writeWhole } from './writeWhole.ts';

const Identity = z.object({ format: z.literal(1), id: z.uuid(), created: z.string() });
export type Identity = z.infer<typeof Identity>;

/** `.keepsake/backup.json` says something that this version can't trust. */
export class UnknownBackupFormat extends Error {
  override readonly name = 'UnknownBackupFormat';
}

/** The backup itself can't be reached any more: the drive was pulled out, the share went away. */
export class BackupAway extends Error {
  override readonly name = 'BackupAway';
}

/** @returns undefined where the folder is no backup yet @throws {UnknownBackupFormat}, {OddPlace}; the system's error */
export function readIdentity(layout: BackupLayout): Identity | undefined {
  let text: string;
  try {
    requireFile(layout.identity);
    text = fs.readFileSync(layout.identity, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
  try {
    return Identity.parse(JSON.parse(text));
  } catch {
    throw new UnknownBackupFormat(
      `${layout.identity} can't be read as the identity of a backup (format 1). Nothing was changed. If a newer Keepsake made it, use that; if it is damaged, restore that one file from a copy of the backup.`,
    );
  }
}

/**
 * That the drive which was opened is still the one that lies here: an empty mount point is a folder too.
 * @throws {BackupAway}
 */
export function requireBackup(layout: BackupLayout, id: string): void {
  if (readIdentity(layout)?.id === id) return;
  throw new BackupAway(
    `The backup is no longer at ${layout.root}: the drive is unplugged, or another one is in its place. What was done until now is kept; plug it in again and run this once more.`,
  );
}

/** Makes the folder a backup where it is none yet. Two at once agree on one id: the first to link wins. */
export function ensureIdentity(layout: BackupLayout): Identity {
  const known = readIdentity(layout);
  if (known != null) return known;
  fs.mkdirSync(layout.keepsake, { recursive: true });
  const temporary = `${layout.identity}.${randomUUID()}.tmp`;
  const identity: Identity = { format: 1, id: uuidv7(), created: new Date().toISOString() };
  const text = `${JSON.stringify(identity)}\n`;
  writeWhole(temporary, text, { rename: false });
  try {
    fs.linkSync(temporary, layout.identity);
  } catch (error) {
    // exFAT has no links; there the rename is the best there is.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') fs.renameSync(temporary, layout.identity);
  }
  fs.rmSync(temporary, { force: true });
  return readIdentity(layout) ?? identity;
}
