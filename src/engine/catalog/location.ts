/** Where working copies of catalogs, thumbnails and this machine's name as a writer are kept: the user's cache folder. */
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import envPaths from 'env-paths';

/** @returns absolute path; `KEEPSAKE_CACHE` overrides the system's custom */
export function cacheFolder(): string {
  const chosen = process.env.KEEPSAKE_CACHE;
  return chosen != null && chosen !== '' ? path.resolve(chosen) : envPaths('keepsake', { suffix: '' }).cache;
}

/**
 * The working copy for a backup at a place. Keyed by the backup's id and by where it lies: a copy of a backup
 * carries the same id, and two copies must not share what was seen of their files.
 * @param id of the backup, or undefined for a folder that can't be written and has none
 */
export function catalogFile(cache: string, id: string | undefined, root: string): string {
  const place = createHash('sha256').update(fs.realpathSync(root)).digest('hex').slice(0, 12);
  return path.join(cache, 'catalogs', `${id ?? 'readonly'}-${place}`, 'catalog.db');
}

/** This machine's name in ledgers: its host name and eight random digits, made once. */
export function writerName(cache: string): string {
  const file = path.join(cache, 'writer');
  for (;;) {
    try {
      const name = fs.readFileSync(file, 'utf8').trim();
      if (/^[\w-]{9,80}$/.test(name)) return name;
      fs.rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    const host = os
      .hostname()
      .replace(/[^\w-]/g, '')
      .slice(0, 40);
    fs.mkdirSync(cache, { recursive: true, mode: 0o700 });
    try {
      fs.writeFileSync(file, `${host}-${randomBytes(4).toString('hex')}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
