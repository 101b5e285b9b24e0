/** Whether files are otherwise on the disk than the catalog has them: by a stat of each, reading none. */
import fs from 'node:fs';
import path from 'node:path';
import { clockOf } from '../backup/clock.ts';
import { isDropping } from '../backup/dropping.ts';
import { joinName, joinPath, type Name, nameOfText, splitPath, storedName } from '../backup/name.ts';
import { sameTime } from '../backup/sameTime.ts';
import { microseconds } from '../backup/walk.ts';
import { isWalkablePath } from '../backup/walkable.ts';
import type { Catalog } from './open.ts';

interface Row {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number | null;
  readonly mtime: number | null;
}

const ROW = `SELECT d.path, d.raw AS pathRaw, f.name, f.raw, f.size, f.mtime FROM file f JOIN dir d ON d.id = f.dir`;
/** Asked of the disk at once: it may be far away. */
const AT_ONCE = 32;
/** At the root: what tools keep there changes without the backup changing. */
const OF_TOOLS = /^(\.vscode|\.git)(\/|$)|(^|\/)\.(keepsake-|osxphotos_export\.db)/;

/** @param paths relative to the backup, with `/`; of files and folders @returns how many of them an index would look at */
export async function changedPaths(db: Catalog, root: string, paths: readonly string[]): Promise<number> {
  const find = db.prepare<[string, string], Row>(`${ROW} WHERE d.path = ? AND f.name = ? AND f.present = 1`);
  const folder = db.prepare<[string], unknown>(
    'SELECT 1 FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND f.present = 1 LIMIT 1',
  );
  const wanted = paths.filter(
    one => isWalkablePath(one) && !OF_TOOLS.test(one) && !isDropping(path.posix.basename(one)),
  );
  return countOf(wanted, async one => {
    const parts = splitPath(one);
    const row = find.get(parts.folder, parts.name);
    if (row != null) return differs(root, row);
    const stat = await lstat(joinPath(root, nameOfText(one)));
    if (stat == null) return folder.get(one) != null;
    // Of a folder that came with all that is in it no file is told by itself.
    return stat.isFile() || (stat.isDirectory() && folder.get(one) == null && (await hasFile(path.join(root, one))));
  });
}

/** @param ids catalog ids of assets @returns how many of their files are otherwise on the disk */
export function changedFiles(db: Catalog, root: string, ids: readonly number[]): Promise<number> {
  const rows = db
    .prepare<[string], Row>(`${ROW} JOIN json_each(?) w ON w.value = f.asset WHERE f.present = 1`)
    .all(JSON.stringify(ids));
  return countOf(rows, row => differs(root, row));
}

async function differs(root: string, row: Row): Promise<boolean> {
  const name: Name = joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw));
  const stat = await lstat(joinPath(root, name));
  return stat == null || stat.size !== row.size || !sameTime(microseconds(stat.mtimeMs), row.mtime ?? 0, clockOf(root));
}

async function lstat(file: string | Buffer): Promise<fs.Stats | undefined> {
  try {
    return await fs.promises.lstat(file);
  } catch {
    return undefined;
  }
}

async function hasFile(folder: string): Promise<boolean> {
  try {
    const entries = await fs.promises.readdir(folder, { withFileTypes: true });
    return entries.some(entry => entry.isDirectory() || (entry.isFile() && !isDropping(entry.name)));
  } catch {
    return false;
  }
}

async function countOf<T>(items: readonly T[], isSo: (item: T) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (let from = 0; from < items.length; from += AT_ONCE)
    count += (await Promise.all(items.slice(from, from + AT_ONCE).map(isSo))).filter(Boolean).length;
  return count;
}
