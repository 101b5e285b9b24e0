/**
 * The catalog's tables. It is a cache: what the ledger says, and what the files were when they were last
 * seen. Units: `mtime` microseconds from 1970 UTC, all other times milliseconds; sizes in bytes; `day` is days
 * from 1970-01-01 of the local date; `wall` is the wall clock as if it were UTC (of an instant without a
 * zone: UTC itself).
 *
 * A migration, once released, is never changed: a new one is added behind it.
 */
export const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE ledger_pos(writer TEXT PRIMARY KEY, off INTEGER NOT NULL, tail BLOB NOT NULL) WITHOUT ROWID;

-- signature: names, sizes and times of its files at the last look.
-- dirty: its assets are to be made anew, from a file that came, went or changed until the next grouping is in.
-- key: its path in one form of Unicode, only where it has more than one.
CREATE TABLE dir(id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, raw BLOB, key TEXT, dirty INTEGER NOT NULL DEFAULT 0, signature TEXT);
CREATE INDEX dir_key ON dir(key) WHERE key IS NOT NULL;
CREATE INDEX dir_dirty ON dir(id) WHERE dirty = 1;

-- A file that was seen, or that the ledger knows. rec_* is the manifest; a rec_sha without rec_size was taken from SHA256SUMS, for the ledger has lost it. *_stamp: the place of the line that said so among all lines; read_* is the stat at which facts was read.
CREATE TABLE file(
  id INTEGER PRIMARY KEY, dir INTEGER NOT NULL REFERENCES dir(id), name TEXT NOT NULL, raw BLOB, key TEXT NOT NULL,
  present INTEGER NOT NULL DEFAULT 0, online_only INTEGER NOT NULL DEFAULT 0,
  size INTEGER, mtime INTEGER, inode INTEGER,
  asset INTEGER, role TEXT, uid BLOB,
  read_size INTEGER, read_mtime INTEGER, read_v INTEGER, content_key TEXT,
  rec_sha BLOB, rec_size INTEGER, rec_mtime INTEGER, rec_stamp INTEGER, uid_stamp INTEGER,
  proved INTEGER, state_stamp INTEGER, state TEXT CHECK(state IN ('corrupt','missing','modified')));
CREATE UNIQUE INDEX file_path ON file(dir, name);
CREATE INDEX file_asset ON file(asset) WHERE asset IS NOT NULL;
CREATE UNIQUE INDEX file_uid ON file(uid) WHERE uid IS NOT NULL;
-- Few files are gone: those that are there are counted by taking these from all.
CREATE INDEX file_gone ON file(id) WHERE present = 0;
CREATE INDEX file_sha ON file(rec_sha) WHERE rec_sha IS NOT NULL;
-- Few files are missing, and many may have the same bytes: only the missing ones are looked up.
CREATE INDEX file_lost ON file(rec_sha) WHERE present = 0 AND rec_sha IS NOT NULL;
CREATE INDEX file_state ON file(state) WHERE state IS NOT NULL;
-- What each file says of itself, as JSON of FileFacts: assets are composed from it without reading a byte.
CREATE TABLE facts(file INTEGER PRIMARY KEY REFERENCES file(id) ON DELETE CASCADE, json TEXT NOT NULL);

CREATE TABLE asset(
  id INTEGER PRIMARY KEY, uid BLOB NOT NULL UNIQUE, main INTEGER NOT NULL REFERENCES file(id), kind TEXT NOT NULL,
  day INTEGER, wall INTEGER, known TEXT, offset_min INTEGER, time_origin TEXT,
  rating INTEGER NOT NULL DEFAULT 0, flag TEXT NOT NULL DEFAULT 'none', favorite INTEGER NOT NULL DEFAULT 0,
  live INTEGER NOT NULL DEFAULT 0, raw INTEGER NOT NULL DEFAULT 0, edited INTEGER NOT NULL DEFAULT 0,
  width INTEGER NOT NULL DEFAULT 0, height INTEGER NOT NULL DEFAULT 0, duration REAL NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0, lat REAL, lon REAL, file_type TEXT NOT NULL DEFAULT '');
-- Covers the tree of dates and the shape of a grid.
CREATE INDEX asset_grid ON asset(day, wall, id, width, height, bytes);
CREATE INDEX asset_main ON asset(main);
CREATE TABLE mark(uid BLOB PRIMARY KEY, rating INTEGER, rating_stamp INTEGER, flag TEXT, flag_stamp INTEGER,
  favorite INTEGER, favorite_stamp INTEGER) WITHOUT ROWID;

CREATE TABLE finding(
  id INTEGER PRIMARY KEY, owner TEXT NOT NULL, severity TEXT NOT NULL, code TEXT NOT NULL,
  file INTEGER, path TEXT NOT NULL, path_raw BLOB, message TEXT NOT NULL, at INTEGER NOT NULL);
CREATE INDEX finding_code ON finding(code, path);
CREATE INDEX finding_file ON finding(file) WHERE file IS NOT NULL;

-- undone_by: the undo that took back the last of it; undoes: of an undo, also of one that took back a part.
CREATE TABLE change(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, job TEXT NOT NULL, at INTEGER NOT NULL, title TEXT NOT NULL, undoes TEXT, undone_by TEXT);
-- What a change did to the manifest: what stood before (null for nothing) and after.
CREATE TABLE change_file(change TEXT NOT NULL, file INTEGER NOT NULL,
  old_sha BLOB, old_size INTEGER, old_mtime INTEGER, new_sha BLOB, new_size INTEGER, new_mtime INTEGER,
  PRIMARY KEY(change, file)) WITHOUT ROWID;

CREATE TABLE job(
  id INTEGER PRIMARY KEY, job TEXT NOT NULL, host TEXT NOT NULL, pid INTEGER NOT NULL, pid_start INTEGER NOT NULL,
  started INTEGER NOT NULL, phase TEXT NOT NULL DEFAULT '', done INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL DEFAULT 0,
  bytes INTEGER NOT NULL DEFAULT 0, ended INTEGER, exit INTEGER, summary TEXT NOT NULL DEFAULT '');
`,
  `
-- SHA-256 of the plan that it applied.
ALTER TABLE change ADD COLUMN plan BLOB;
-- dirs: JSON of ledger names. open: temporaries may lie in its folders; held: done, but old bytes may still be held beside the new.
CREATE TABLE batch(id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, change TEXT NOT NULL, dirs TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL DEFAULT 'open' CHECK(state IN ('open','held','closed')));
CREATE INDEX batch_open ON batch(id) WHERE state <> 'closed';
-- The journal. change: id of the change's row. file: what the action is about; source: of a move, where it was, JSON of a ledger name.
CREATE TABLE action(
  change INTEGER NOT NULL, id INTEGER NOT NULL, batch INTEGER NOT NULL, file INTEGER, do TEXT, source TEXT, old BLOB, new BLOB,
  undo TEXT, asset INTEGER, state TEXT NOT NULL CHECK(state IN ('intent','done','recovered','aborted')), stamp INTEGER NOT NULL,
  PRIMARY KEY(change, id)) WITHOUT ROWID;
CREATE INDEX action_open ON action(batch) WHERE state = 'intent';
`,
  `
-- origin: what the source calls it that it came from.
CREATE TABLE album(uid TEXT PRIMARY KEY, name TEXT, name_stamp INTEGER, origin TEXT, origin_stamp INTEGER,
  removed INTEGER NOT NULL DEFAULT 0, removed_stamp INTEGER) WITHOUT ROWID;
CREATE INDEX album_origin ON album(origin) WHERE origin IS NOT NULL;
-- A membership that a person ended stays, with present 0: the source that it came from does not bring it back.
CREATE TABLE member(asset BLOB NOT NULL, album TEXT NOT NULL, present INTEGER NOT NULL, stamp INTEGER NOT NULL,
  PRIMARY KEY(asset, album)) WITHOUT ROWID;
CREATE INDEX member_album ON member(album);
-- What sources say of assets, as JSON of Said.
CREATE TABLE said(asset BLOB NOT NULL, source TEXT NOT NULL, json TEXT NOT NULL, stamp INTEGER NOT NULL,
  PRIMARY KEY(asset, source)) WITHOUT ROWID;
-- Files of sources, and the file here that has their bytes. mtime: milliseconds.
CREATE TABLE imported(source TEXT NOT NULL, path TEXT NOT NULL, file INTEGER NOT NULL, label TEXT NOT NULL,
  size INTEGER NOT NULL, mtime INTEGER, crc INTEGER, sha BLOB NOT NULL, stamp INTEGER NOT NULL,
  PRIMARY KEY(source, path, file)) WITHOUT ROWID;
CREATE INDEX imported_file ON imported(file);
CREATE INDEX imported_sha ON imported(sha);
`,
  `
-- What the source calls it, where its place has another name for it; when it came.
ALTER TABLE imported ADD COLUMN name TEXT;
ALTER TABLE imported ADD COLUMN at INTEGER;
-- Of a copy that something was written into: its bytes as they came.
ALTER TABLE action ADD COLUMN of_size INTEGER;
ALTER TABLE action ADD COLUMN of_sha BLOB;
-- Of those that a later run found to have happened no job has told where they came from.
CREATE INDEX action_of ON action(of_sha) WHERE of_sha IS NOT NULL AND state = 'recovered';
`,
  `
-- What folders held when they were last listed, to be gone by while inode and ctime (microseconds) are these. names: files, with / between them, then //, then folders.
CREATE TABLE listing(dir INTEGER PRIMARY KEY, inode INTEGER NOT NULL, ctime INTEGER NOT NULL, names TEXT NOT NULL);
`,
];

/** "Keep" in ASCII: says whose SQLite file it is. */
export const APPLICATION_ID = 0x4b656570;
