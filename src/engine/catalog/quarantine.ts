/** What lies in the quarantine: by the folder itself, with what the record says of the change that put it there. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import type { BackupLayout } from '../backup/layout.ts';
import { joinName, joinPath, type Name, nameOf } from '../backup/name.ts';
import type { Catalog } from './open.ts';

export interface SetAsideFile {
  /** Where it was, relative to the backup. */
  readonly path: Name;
  /** Where it lies, relative to the backup. */
  readonly place: Name;
  /** Bytes. */
  readonly size: number;
  readonly change: string;
  /** Of the change; undefined where no record tells of it. */
  readonly title: string | undefined;
  /** Unix ms. */
  readonly at: number | undefined;
}

const CHANGE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Change by change, the oldest first, each in the order of its paths; never through a link. */
export function* quarantine(db: Catalog, layout: BackupLayout): Generator<SetAsideFile> {
  const changeOf = db.prepare<[string], { title: string; at: number }>('SELECT title, at FROM change WHERE uid = ?');
  const top: Name = { text: `${path.basename(layout.keepsake)}/quarantine` };
  for (const entry of entriesOf(layout.root, top)) {
    const change = entry.name.toString('latin1');
    if (!entry.isDirectory() || !CHANGE.test(change)) continue;
    const { title, at } = changeOf.get(change) ?? {};
    const folder = joinName(top, { text: change });
    for (const [name, size] of filesOf(layout.root, folder, undefined))
      yield { path: name, place: joinName(folder, name), size, change, title, at };
  }
}

type Entry = fs.Dirent<Buffer>;

function entriesOf(root: string, folder: Name): readonly Entry[] {
  try {
    const entries = fs.readdirSync(joinPath(root, folder), { withFileTypes: true, encoding: 'buffer' });
    return entries.sort((a, b) => Buffer.compare(a.name, b.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function* filesOf(root: string, folder: Name, within: Name | undefined): Generator<readonly [Name, number]> {
  for (const entry of entriesOf(root, folder)) {
    const own = nameOf(entry.name);
    const name = within == null ? own : joinName(within, own);
    const place = joinName(folder, own);
    if (entry.isDirectory()) yield* filesOf(root, place, name);
    else if (entry.isFile()) yield [name, fs.lstatSync(joinPath(root, place)).size];
  }
}
