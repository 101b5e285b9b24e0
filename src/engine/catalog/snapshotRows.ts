/**
 * A snapshot lies in the backup, and a backup may come from anybody: rows that no walk and no reading could have
 * given are dropped before anything is made of them. What is dropped is looked at and read again by the next index.
 */
import { Buffer } from 'node:buffer';
import { hasOneForm, nameKey, nameOf, nameOfText } from '../backup/name.ts';
import { isWalkableName, isWalkablePath } from '../backup/walkable.ts';
import { isThumbKey } from '../media/thumbnail/key.ts';
import { areFacts } from './factsForm.ts';
import type { Catalog } from './open.ts';

/** SQLite's numbers are longer than ours, and a new row's id is one more than the greatest. */
const GREATEST_ID = 2 ** 48;
const IDS = `BETWEEN 1 AND ${GREATEST_ID}`;
const integer = (column: string, range: string): string => `(typeof(${column}) = 'integer' AND ${column} ${range})`;
const number = (column: string, range: string): string =>
  `(typeof(${column}) IN ('integer', 'real') AND ${column} ${range})`;
const orNull = (column: string, is: string): string => `(${column} IS NULL OR ${is})`;
const some = (column: string, range: string): string => orNull(column, integer(column, range));
const oneOf = (column: string, ...values: readonly string[]): string =>
  `${column} IN (${values.map(value => `'${value}'`).join(', ')})`;

const BYTES = 'BETWEEN 0 AND 0x1fffffffffffff';
const MICROSECONDS = 'BETWEEN -0x1fffffffffffff AND 0x1fffffffffffff';

const FILE = [
  integer('id', IDS),
  integer('present', 'IN (0, 1)'),
  integer('online_only', 'IN (0, 1)'),
  some('size', BYTES),
  some('mtime', MICROSECONDS),
  '(present = 0 OR (size IS NOT NULL AND mtime IS NOT NULL))',
  orNull('role', oneOf('role', 'original', 'edited', 'live', 'raw', 'sidecar', 'other')),
  some('read_size', BYTES),
  some('read_mtime', MICROSECONDS),
  some('read_v', 'BETWEEN -1000000 AND 1000000'),
];

const ASSET = [
  integer('id', IDS),
  "(typeof(uid) = 'blob' AND length(uid) = 16)",
  'main IN (SELECT id FROM file)',
  oneOf('kind', 'photo', 'video'),
  '(day IS NULL) = (wall IS NULL)',
  '(day IS NULL) = (known IS NULL)',
  some('day', 'BETWEEN -100000000 AND 100000000'),
  orNull('wall', number('wall', 'BETWEEN -8.64e15 AND 8.64e15')),
  orNull('known', oneOf('known', 'zoned', 'wall', 'instant')),
  some('offset_min', 'BETWEEN -1440 AND 1440'),
  orNull(
    'time_origin',
    oneOf(
      'time_origin',
      ...['exif', 'iptc', 'xmp', 'quicktime', 'sidecar', 'gps', 'filename', 'folder', 'user', 'mtime', 'none'],
    ),
  ),
  number('rating', 'BETWEEN 0 AND 5'),
  oneOf('flag', 'pick', 'reject', 'none'),
  ...['favorite', 'live', 'raw', 'edited'].map(column => integer(column, 'IN (0, 1)')),
  ...['width', 'height', 'duration'].map(column => number(column, 'BETWEEN 0 AND 1e12')),
  integer('bytes', BYTES),
  orNull('lat', number('lat', 'BETWEEN -90 AND 90')),
  orNull('lon', number('lon', 'BETWEEN -180 AND 180')),
  "(typeof(file_type) = 'text' AND length(file_type) <= 1000)",
];

/** Within a transaction, of a copy that nobody works on yet. Its ledger is forgotten already. */
export function dropUnbelievable(db: Catalog): void {
  // A folder is looked at again, whatever it is said to have held: what is not in the list is else never seen.
  db.exec("UPDATE dir SET signature = NULL; DELETE FROM meta WHERE key <> 'indexed';");
  remove(db, 'DELETE FROM dir WHERE id = ?', bad(db, 'SELECT id, path, raw, key FROM dir', isFolder));
  db.exec(`DELETE FROM file WHERE dir NOT IN (SELECT id FROM dir) OR NOT (${FILE.join(' AND ')})`);
  remove(db, 'DELETE FROM file WHERE id = ?', bad(db, 'SELECT id, name, raw, key FROM file', isFile));
  const keys = 'SELECT id, content_key FROM file WHERE content_key IS NOT NULL';
  remove(db, 'UPDATE file SET content_key = NULL WHERE id = ?', bad(db, keys, isKeyed));
  db.exec('DELETE FROM facts WHERE file NOT IN (SELECT id FROM file)');
  const unread = bad(db, 'SELECT file, json FROM facts', ([, json]) => areFacts(json));
  remove(db, 'DELETE FROM facts WHERE file = ?', unread);
  remove(db, 'UPDATE file SET read_v = NULL WHERE id = ?', unread);
  db.exec(`DELETE FROM asset WHERE NOT (${ASSET.join(' AND ')});
    UPDATE file SET asset = NULL, role = NULL WHERE asset IS NOT NULL AND asset NOT IN (SELECT id FROM asset);`);
}

type Row = readonly [id: number, ...values: unknown[]];

/** @returns ids, for rows are not removed while they are read */
function bad(db: Catalog, sql: string, isGood: (row: Row) => boolean): readonly number[] {
  const ids: number[] = [];
  for (const row of db.prepare(sql).raw(true).iterate() as Iterable<Row>) if (!isGood(row)) ids.push(row[0]);
  return ids;
}

function remove(db: Catalog, sql: string, ids: readonly number[]): void {
  const statement = db.prepare(sql);
  for (const id of ids) statement.run(id);
}

function isFolder([id, path, raw, key]: Row): boolean {
  if (typeof path !== 'string' || id < 1 || id > GREATEST_ID) return false;
  if (path === '') return raw === null && key === null;
  return isWalkablePath(path) && isSpelt(path, raw) && key === (hasOneForm(path) ? null : nameKey(path));
}

function isFile([, name, raw, key]: Row): boolean {
  return typeof name === 'string' && isWalkableName(name) && isSpelt(name, raw) && key === nameKey(name);
}

const isKeyed = ([, key]: Row): boolean => typeof key === 'string' && isThumbKey(key);

/** Whether the bytes of a name are those that its text tells. */
function isSpelt(text: string, raw: unknown): boolean {
  if (raw === null) return nameOfText(text).raw == null;
  if (!Buffer.isBuffer(raw)) return false;
  const name = nameOf(raw);
  return name.raw != null && name.text === text;
}
