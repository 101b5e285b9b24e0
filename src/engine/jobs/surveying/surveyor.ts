/**
 * Brings the catalog's rows of folders and files into step with what a walk finds, folder by folder.
 */
import fs from 'node:fs';
import type { Statement } from 'better-sqlite3';
import type { Listings, TrustedTimes } from '../../backup/listing.ts';
import { joinName, joinPath, type Name } from '../../backup/name.ts';
import { type Clock, sameTime } from '../../backup/sameTime.ts';
import type { WalkedDir, WalkedFile } from '../../backup/walk.ts';
import { Findings } from '../../catalog/findings.ts';
import { Paths } from '../../catalog/paths.ts';
import type { JobRun } from '../job.ts';
import { KeptListings } from './keptListings.ts';
import { type KnownDir, type KnownFile, KnownFiles, KnownFolder } from './known.ts';
import type { SignedDir } from './lookAhead.ts';
import { folderSignature } from './signature.ts';

const BATCH = 4000;

export class Surveyor {
  readonly #run: JobRun;
  readonly #paths: Paths;
  readonly #findings: Findings;
  readonly #known: KnownFiles;
  readonly #see: Statement<unknown[]>;
  readonly #lose: Statement<unknown[]>;
  readonly #clock: Clock;
  readonly #listings: KeptListings | undefined;
  readonly #visited = new Set<number>();
  readonly #told = new Set<string>();
  readonly #unlisted: string[] = [];
  readonly #dirty: Statement<unknown[]>;
  readonly #sign: Statement<unknown[]>;
  readonly #respell: Statement<unknown[]>;
  readonly count = { files: 0, bytes: 0, returned: 0, removed: 0 };
  #writes: (() => void)[] = [];

  /** @param trusted the times of folders that need no listing; absent, all are listed */
  constructor(run: JobRun, clock: Clock, trusted?: TrustedTimes) {
    const { db } = run.store;
    this.#run = run;
    this.#clock = clock;
    this.#paths = new Paths(db);
    this.#findings = new Findings(db);
    this.#known = new KnownFiles(db);
    this.#listings = trusted && new KeptListings(db, this.#known.dirs, trusted);
    this.#see = db.prepare(
      'UPDATE file SET name = ?, raw = ?, present = 1, size = ?, mtime = ?, inode = ?, online_only = ? WHERE id = ?',
    );
    this.#sign = db.prepare('UPDATE dir SET signature = ? WHERE id = ?');
    this.#respell = db.prepare('UPDATE OR IGNORE dir SET path = ?, raw = NULL WHERE id = ?');
    this.#dirty = db.prepare('UPDATE dir SET dirty = 1 WHERE id = ? AND dirty = 0');
    this.#lose = db.prepare('UPDATE file SET present = 0 WHERE id = ?');
  }

  /** @returns whether the folder is as it was at the last look, which is then all there is to do in it */
  isUnchanged({ dir, signature, files, bytes }: SignedDir): boolean {
    const folder = this.#known.dirs.get(dir.text);
    if (folder == null || signature == null || signature !== folder.signature) return false;
    this.#visited.add(folder.id);
    this.#told.add(dir.text);
    this.count.files += files;
    this.count.bytes += bytes;
    return true;
  }

  dir(walked: WalkedDir): void {
    this.#told.add(walked.dir.text);
    for (const { code, path, message } of walked.troubles)
      this.#later(() => this.#findings.add('survey', code, null, path, message));
    if (!walked.listed) {
      this.#unlisted.push(walked.dir.text);
      return;
    }
    const folder = this.#known.dirs.get(walked.dir.text) ?? this.#respelt(walked.dir);
    const dir = folder?.id;
    if (dir != null) this.#visited.add(dir);
    // What could not be read has no row to be compared; FAT's times are compared with a tolerance that a signature hasn't.
    const signature =
      walked.troubles.some(({ code }) => code === 'unreadable') || this.#clock === 'fat'
        ? null
        : folderSignature(walked.files);
    if (signature != null && signature === folder?.signature) {
      this.#keep(walked);
      this.count.files += walked.files.length;
      for (const { size } of walked.files) this.count.bytes += size;
      return;
    }
    const known = new KnownFolder(dir == null ? [] : this.#known.files(dir));
    const unknown: WalkedFile[] = [];
    for (const file of walked.files) {
      const row = known.take(file.name.text);
      if (row == null) unknown.push(file);
      else this.#file(walked.dir, file, row);
    }
    for (const file of unknown) this.#file(walked.dir, file, known.takeOtherForm(file.name));
    // A file whose stat failed is there all the same.
    const troubled = new Set(walked.troubles.map(({ path }) => path.text));
    for (const row of known.rest())
      if (row.present && dir != null && !troubled.has(joinName(walked.dir, { text: row.name }).text))
        this.#gone(row.id, dir);
    if (walked.files.length > 0 || dir != null)
      this.#later(() => this.#sign.run(signature, this.#paths.dir(walked.dir)));
    this.#keep(walked);
  }

  /** A folder of folders gets a row by this, for years and months take as long to list as days. */
  #keep({ dir, listing }: WalkedDir): void {
    if (listing == null) return;
    this.#later(() => this.#listings?.keep(this.#paths.dir(dir), listing));
  }

  /** A folder that was known in another Unicode form, and is not there in that any more: its row takes the new spelling. */
  #respelt(dir: Name): KnownDir | undefined {
    const known = dir.raw == null ? this.#known.inOtherForm(dir.text) : undefined;
    if (known == null || this.#visited.has(known.id)) return undefined;
    const { root } = this.#run.store.layout;
    const inode = (text: string): bigint | undefined =>
      fs.lstatSync(joinPath(root, { text }), { throwIfNoEntry: false, bigint: true })?.ino;
    // Linux keeps two such folders side by side; a Mac finds one folder by either name.
    const before = inode(known.path);
    if (before != null && before !== inode(dir.text)) return undefined;
    this.#later(() => this.#respell.run(dir.text, known.id));
    return known;
  }

  #file(dirPath: Name, file: WalkedFile, row: KnownFile | undefined): void {
    const { count } = this;
    count.files++;
    count.bytes += file.size;
    const isSame = row?.size === file.size && row.mtime != null && sameTime(row.mtime, file.mtime, this.#clock);
    if (isSame && row.present && row.onlineOnly === file.onlineOnly && row.name === file.name.text) return;
    if (isSame && !row.present && row.indexed) count.returned++;
    this.#later(() => {
      const dir = this.#paths.dir(dirPath);
      const id = row?.id ?? this.#paths.file(dir, file.name);
      this.#visited.add(dir);
      this.#dirty.run(dir);
      this.#see.run(
        file.name.text,
        file.name.raw ?? null,
        file.size,
        file.mtime,
        file.inode,
        Number(file.onlineOnly),
        id,
      );
    });
  }

  #gone(id: number, dir: number): void {
    this.count.removed++;
    this.#later(() => {
      this.#dirty.run(dir);
      this.#lose.run(id);
    });
  }

  /** By which folders a walk need not list. */
  get listings(): Listings | undefined {
    return this.#listings;
  }

  /** How many folders the catalog knew when this began. */
  get known(): number {
    return this.#known.dirs.size;
  }

  /** Whether a walk has come to this folder since this began. */
  wasTold(dir: Name): boolean {
    return this.#told.has(dir.text);
  }

  /** Whether there are folders with files of which no walk has told yet. */
  get misses(): boolean {
    return [...this.#known.dirs].some(
      ([path, { id }]) =>
        !this.#visited.has(id) && !this.#isUnlisted(path) && this.#known.files(id).some(({ present }) => present),
    );
  }

  /** Files of folders that are no longer there, but not of those that could not be listed. */
  finish(): void {
    this.flush();
    for (const [path, { id }] of this.#known.dirs) {
      if (this.#visited.has(id) || this.#isUnlisted(path)) continue;
      this.#later(() => this.#sign.run(null, id));
      for (const row of this.#known.files(id)) if (row.present) this.#gone(row.id, id);
    }
    this.flush();
  }

  #isUnlisted(path: string): boolean {
    return this.#unlisted.some(folder => folder === '' || path === folder || path.startsWith(`${folder}/`));
  }

  #later(write: () => void): void {
    this.#writes.push(write);
    if (this.#writes.length >= BATCH) this.flush();
  }

  flush(): void {
    const writes = this.#writes;
    this.#writes = [];
    if (writes.length === 0) return;
    this.#run.store.commit([], () => {
      for (const write of writes) write();
    });
  }
}
