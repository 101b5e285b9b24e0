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
  `
-- What queries ask of an asset, as it is composed out of all its files and of what sources say. date: see dateKey; has: see hasBits; texts are folded; beside: JSON of the paths of its other files.
CREATE TABLE sought(asset INTEGER PRIMARY KEY, date INTEGER, width REAL, height REAL, size INTEGER NOT NULL, has INTEGER NOT NULL,
  path TEXT NOT NULL, beside TEXT, title TEXT, description TEXT);
CREATE INDEX sought_date ON sought(date);
-- All its texts by runs of three characters, to find those by that a text may stand in.
CREATE VIRTUAL TABLE sought_text USING fts5(text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1', detail=none);
-- Values that many assets share: cameras, lenses, keywords, people, albums that files name themselves, extensions.
CREATE TABLE term(id INTEGER PRIMARY KEY, field TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, UNIQUE(field, name));
CREATE TABLE asset_term(term INTEGER NOT NULL, asset INTEGER NOT NULL, PRIMARY KEY(term, asset)) WITHOUT ROWID;
CREATE INDEX asset_term_asset ON asset_term(asset);
-- Assets whose rows in these are not as they should be: made anew before the change that soiled them is in.
CREATE TABLE unsought(asset INTEGER PRIMARY KEY);
CREATE TRIGGER asset_came AFTER INSERT ON asset BEGIN
  INSERT INTO unsought SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM unsought WHERE asset = new.id); END;
CREATE TRIGGER asset_changed AFTER UPDATE OF main, kind, day, wall, width, height, bytes ON asset BEGIN
  INSERT INTO unsought SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM unsought WHERE asset = new.id); END;
CREATE TRIGGER asset_went AFTER DELETE ON asset BEGIN
  INSERT INTO unsought SELECT old.id WHERE NOT EXISTS (SELECT 1 FROM unsought WHERE asset = old.id); END;
CREATE TRIGGER file_changed AFTER UPDATE OF dir, name, size, asset, role ON file
WHEN old.dir IS NOT new.dir OR old.name IS NOT new.name OR old.size IS NOT new.size OR old.asset IS NOT new.asset OR old.role IS NOT new.role BEGIN
  INSERT INTO unsought SELECT old.asset WHERE old.asset IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = old.asset);
  INSERT INTO unsought SELECT new.asset WHERE new.asset IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = new.asset); END;
CREATE TRIGGER file_went AFTER DELETE ON file WHEN old.asset IS NOT NULL BEGIN
  INSERT INTO unsought SELECT old.asset WHERE NOT EXISTS (SELECT 1 FROM unsought WHERE asset = old.asset); END;
CREATE TRIGGER facts_came AFTER INSERT ON facts BEGIN
  INSERT INTO unsought SELECT f.asset FROM file f WHERE f.id = new.file AND f.asset IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = f.asset); END;
CREATE TRIGGER facts_changed AFTER UPDATE ON facts BEGIN
  INSERT INTO unsought SELECT f.asset FROM file f WHERE f.id = new.file AND f.asset IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = f.asset); END;
CREATE TRIGGER facts_went AFTER DELETE ON facts BEGIN
  INSERT INTO unsought SELECT f.asset FROM file f WHERE f.id = old.file AND f.asset IS NOT NULL AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = f.asset); END;
CREATE TRIGGER said_came AFTER INSERT ON said BEGIN
  INSERT INTO unsought SELECT a.id FROM asset a WHERE a.uid = new.asset AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = a.id); END;
CREATE TRIGGER said_changed AFTER UPDATE ON said BEGIN
  INSERT INTO unsought SELECT a.id FROM asset a WHERE a.uid = new.asset AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = a.id); END;
CREATE TRIGGER said_went AFTER DELETE ON said BEGIN
  INSERT INTO unsought SELECT a.id FROM asset a WHERE a.uid = old.asset AND NOT EXISTS (SELECT 1 FROM unsought WHERE asset = a.id); END;
INSERT INTO unsought SELECT id FROM asset;
-- Few are marked, and few files lack a checksum or a proof for long.
CREATE INDEX asset_rated ON asset(rating) WHERE rating <> 0;
CREATE INDEX asset_flagged ON asset(flag) WHERE flag <> 'none';
CREATE INDEX asset_favorite ON asset(id) WHERE favorite = 1;
CREATE INDEX asset_video ON asset(id) WHERE kind = 'video';
CREATE INDEX file_unrecorded ON file(asset) WHERE asset IS NOT NULL AND rec_sha IS NULL;
CREATE INDEX member_here ON member(album) WHERE present = 1;
CREATE INDEX file_unproved ON file(asset) WHERE asset IS NOT NULL AND proved IS NULL;
`,
  `
-- What a change did to marks: field is rating, flag or favorite; old and new are as in mark. stamp: of its line.
CREATE TABLE change_mark(change TEXT NOT NULL, uid BLOB NOT NULL, field TEXT NOT NULL, old, new, stamp INTEGER NOT NULL,
  PRIMARY KEY(change, uid, field)) WITHOUT ROWID;
CREATE INDEX change_mark_uid ON change_mark(uid, field);
CREATE INDEX change_undoes ON change(undoes) WHERE undoes IS NOT NULL;
`,
  `
-- What a change did to albums: field is name or removed (asset is then empty), or member; old and new are as in album and member. stamp: of its line.
CREATE TABLE change_album(change TEXT NOT NULL, album TEXT NOT NULL, field TEXT NOT NULL, asset BLOB NOT NULL, old, new, stamp INTEGER NOT NULL,
  PRIMARY KEY(change, album, field, asset)) WITHOUT ROWID;
CREATE INDEX change_album_of ON change_album(album, field, asset);
`,
];

/** "Keep" in ASCII: says whose SQLite file it is. */
export const APPLICATION_ID = 0x4b656570;
