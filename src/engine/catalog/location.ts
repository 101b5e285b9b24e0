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
 * Where what a person signed in to is kept: never in a cache, which may be cleared, and never in a backup.
 * @returns absolute path; `KEEPSAKE_CONFIG` overrides the system's custom
 */
export function configFolder(): string {
  const chosen = process.env.KEEPSAKE_CONFIG;
  return chosen != null && chosen !== '' ? path.resolve(chosen) : envPaths('keepsake', { suffix: '' }).config;
}

/**
 * The working copy for a backup at a place. Keyed by the backup's id and by where it lies: a copy of a backup
 * carries the same id, and two copies must not share what was seen of their files.
 * @param id of the backup, or undefined for a folder that can't be written and has none
 * @param readOnly what is learnt of a backup that can't be written has no ledger behind it, so it is kept apart
 */
export function catalogFile(cache: string, id: string | undefined, root: string, readOnly: boolean): string {
  const place = createHash('sha256').update(fs.realpathSync(root)).digest('hex').slice(0, 12);
  return path.join(cache, 'catalogs', `${id ?? 'unknown'}-${place}${readOnly ? '-readonly' : ''}`, 'catalog.db');
}

/**
 * The ledger file of a catalog: the machine's name and eight digits that no other catalog has, neither on another
 * machine nor here at another place.
 * @param catalog absolute path of the catalog
 */
export function ledgerName(cache: string, catalog: string): string {
  const machine = machineName(cache);
  const digits = createHash('sha256').update(`${machine}\0${catalog}`).digest('hex').slice(0, 8);
  return `${machine.slice(0, machine.lastIndexOf('-'))}-${digits}.jsonl`;
}

/** Host name and random digits, made once. @param cache absolute path of the cache folder */
export function machineName(cache: string): string {
  const file = path.join(cache, 'machine');
  for (;;) {
    try {
      const name = fs.readFileSync(file, 'utf8').trim();
      if (/^[\w-]{16,80}$/.test(name)) return name;
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
      fs.writeFileSync(file, `${host === '' ? 'machine' : host}-${randomBytes(8).toString('hex')}\n`, { flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
