/** Renders the manifest as a file that `sha256sum -c` reads from the backup's root. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { AS_IT_IS } from '../backup/oddPlace.ts';
import { writeWhole } from '../backup/writeWhole.ts';
import type { Store } from './store.ts';
import { sumsLine } from './sumsLine.ts';

interface Row {
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly sha: Buffer;
}

/** In pieces of about 1 MiB. */
function* render(store: Store): Generator<Buffer> {
  const rows = store.db
    .prepare<[], Row>(
      `SELECT d.path AS dir, d.raw AS dirRaw, f.name AS name, f.raw AS raw, f.rec_sha AS sha
       FROM dir d JOIN file f ON f.dir = d.id WHERE f.rec_sha IS NOT NULL ORDER BY d.path, f.name`,
    )
    .iterate();
  let lines: Buffer[] = [];
  let length = 0;
  for (const { dir, dirRaw, name, raw, sha } of rows) {
    const folder = dirRaw ?? Buffer.from(dir);
    const path =
      folder.length === 0
        ? (raw ?? Buffer.from(name))
        : Buffer.concat([folder, Buffer.from('/'), raw ?? Buffer.from(name)]);
    const line = sumsLine(sha, path);
    lines.push(line);
    length += line.length;
    if (length < 1 << 20) continue;
    yield Buffer.concat(lines);
    lines = [];
    length = 0;
  }
  yield Buffer.concat(lines);
}

/** Writes `.keepsake/SHA256SUMS` anew where it would differ. @throws the system's error; the old one is then still there */
export function renderSums(store: Store): void {
  if (store.readOnly) return;
  if (!isSame(store.layout.sums, render(store))) writeWhole(store.layout.sums, render(store));
  rememberSums(store);
}

/** What can't be read is none that could be kept. */
function isSame(file: string, pieces: Iterable<Buffer>): boolean {
  let fd: number | undefined;
  try {
    fd = fs.openSync(file, fs.constants.O_RDONLY | AS_IT_IS);
    for (const piece of pieces) {
      const there = Buffer.allocUnsafe(piece.length);
      if (fs.readSync(fd, there, 0, there.length, null) !== piece.length || !there.equals(piece)) return false;
    }
    return fs.readSync(fd, Buffer.allocUnsafe(1), 0, 1, null) === 0;
  } catch (error) {
    if (isOfFile(error)) return false;
    throw error;
  } finally {
    if (fd != null) fs.closeSync(fd);
  }
}

/** Whether the system, not SQLite and not we, had something against it. */
export const isOfFile = (error: unknown): boolean => error instanceof Error && 'syscall' in error;

const KEY = 'sums';

/** Size and time of the list as it is now; '' where there is none. */
function stampOf(store: Store): string {
  const stat = fs.statSync(store.layout.sums, { throwIfNoEntry: false, bigint: true });
  return stat == null ? '' : `${stat.size} ${stat.mtimeNs}`;
}

/** The catalog has heard all that the list says. */
export function rememberSums(store: Store): void {
  store.db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(KEY, stampOf(store));
}

/** Whether the list is one that this catalog has neither made nor read. */
export function isNewSums(store: Store): boolean {
  const known = store.db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(KEY)?.value;
  const now = stampOf(store);
  return now !== '' && now !== known;
}
