/** Takes on record what a driven program has put into the backup: as steps of one change, which can be undone. */
import type { Statement } from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { hashFile } from '../../backup/hash.ts';
import { joinName, joinPath, type Name, nameKey, storedName } from '../../backup/name.ts';
import { AlbumsOfSources, findAlbum } from '../../catalog/albums.ts';
import type { Store } from '../../catalog/store.ts';
import { uuidText } from '../../catalog/uuid.ts';
import type { LedgerRecord, RecordedState } from '../../ledger/record.ts';
import type { Replaced } from '../../plan/aside.ts';
import { canonical } from '../exporting/knowledge.ts';
import type { JobRun } from '../job.ts';
import type { DrivenFile, DrivenOriginal, DrivenPhoto } from './drivenProgram.ts';
import { type DrivenSource, RecordBatch } from './recordBatch.ts';

/** Photos in one append. */
const BATCH = 256;
const MAX_TITLE = 1000;

interface Row {
  readonly id: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly mtime: number;
  readonly sha: Buffer | null;
  readonly recSize: number | null;
  readonly recMtime: number | null;
  readonly uid: Buffer | null;
}

const ROW = `SELECT f.id, d.path AS dir, d.raw AS dirRaw, f.name, f.raw, f.size, f.mtime, f.rec_sha AS sha,
  f.rec_size AS recSize, f.rec_mtime AS recMtime, a.uid
  FROM dir d JOIN file f ON f.dir = d.id LEFT JOIN asset a ON a.id = f.asset WHERE f.present = 1 AND f.online_only = 0`;

export class DrivenRecords {
  /** Of the change; undefined while nothing of it is on record. */
  change: string | undefined;
  /** Files of which a checksum was taken, and their bytes. */
  files = 0;
  bytes = 0;
  readonly #run: JobRun;
  readonly #store: Store;
  readonly #source: DrivenSource;
  readonly #id: string;
  readonly #title: string;
  readonly #albums: AlbumsOfSources;
  readonly #find: Statement<[string, string], Row>;
  readonly #findOther: Statement<[{ dir: string; name: string }], Row>;
  readonly #imported: Statement<[number, string, string], { size: number; mtime: number | null; sha: Buffer }>;
  readonly #said: Statement<[Buffer, string], { json: string }>;
  #number: number;

  /** @param change id under which it goes on record */
  constructor(run: JobRun, source: DrivenSource, change: string, title: string) {
    const { db } = run.store;
    this.#run = run;
    this.#store = run.store;
    this.#source = source;
    this.#id = change;
    this.#title = title;
    this.#albums = new AlbumsOfSources(db);
    const before = db
      .prepare<[string], { last: number | null }>(
        'SELECT max(a.id) AS last FROM action a JOIN change c ON c.id = a.change WHERE c.uid = ?',
      )
      .get(change)?.last;
    this.#number = before ?? 0;
    this.change = before == null ? undefined : change;
    this.#find = db.prepare(`${ROW} AND d.path = ? AND f.name = ?`);
    this.#findOther = db.prepare(`${ROW} AND (d.path = @dir OR d.key = @dir) AND f.key = @name LIMIT 1`);
    this.#imported = db.prepare('SELECT size, mtime, sha FROM imported WHERE file = ? AND source = ? AND path = ?');
    this.#said = db.prepare('SELECT json FROM said WHERE asset = ? AND source = ?');
  }

  /**
   * What was replaced, batch by batch: first that their old bytes are to go to the quarantine, then that they went.
   * @param keep brings the old bytes of some there
   */
  async replaced(
    files: readonly Replaced[],
    keep: (files: readonly Replaced[]) => Promise<void>,
    isItsOwn: (file: Replaced) => boolean = () => true,
  ): Promise<void> {
    for (let from = 0; from < files.length; from += BATCH) {
      const batch = new RecordBatch(this.#id);
      for (const file of files.slice(from, from + BATCH)) {
        const { path, old, new: now } = file;
        const row = this.#rowOf(path.text);
        const was: RecordedState | null =
          row?.sha == null ? null : [row.recSize ?? 0, row.recMtime ?? 0, row.sha.toString('hex')];
        batch.step({ id: ++this.#number, do: 'quarantine', old }, path);
        if (now == null) {
          if (was != null) batch.gone(path, was);
          continue;
        }
        // Who wrote these bytes isn't known: they are not taken for true.
        if (!isItsOwn(file)) continue;
        const sha256 = now.sha256.toString('hex');
        batch.step({ id: ++this.#number, do: 'copy', new: sha256 }, path);
        batch.sum(path, [now.size, now.mtime, sha256], was);
        this.files++;
        this.bytes += now.size;
      }
      this.#intend(batch);
      await keep(files.slice(from, from + BATCH));
      this.#commit(batch, true);
    }
  }

  /**
   * @param photos after the backup was indexed
   * @throws {import('../job.ts').Stopped}
   */
  async photos(photos: AsyncIterable<DrivenPhoto> | Iterable<DrivenPhoto>): Promise<void> {
    let batch = new RecordBatch(this.#id);
    let count = 0;
    for await (const photo of photos) {
      await this.#run.pause();
      await this.#photo(photo, batch);
      if (++count % BATCH !== 0) continue;
      this.#commit(batch);
      batch = new RecordBatch(this.#id);
    }
    this.#commit(batch);
  }

  async #photo({ files, albums, said }: DrivenPhoto, batch: RecordBatch): Promise<void> {
    const uids = new Map<string, Buffer>();
    for (const file of files) {
      const row = this.#rowOf(file.path);
      if (row == null) continue;
      if (row.uid != null) uids.set(uuidText(row.uid), row.uid);
      const sha256 = await this.#sha256(file, row, batch);
      if (sha256 != null && file.original != null) await this.#came(row, file.original, sha256, batch);
    }
    const saying = said == null ? undefined : JSON.stringify(canonical(said));
    for (const [uuid, uid] of uids) {
      const known = this.#said.get(uid, this.#source.kind)?.json;
      if (said != null && saying !== known) batch.said.push([uuid, said]);
      for (const title of albums) if (!this.#albums.wasIn(uuid, title)) batch.member(title.slice(0, MAX_TITLE), uuid);
    }
  }

  /** @returns of the bytes as they lie there, in hex; undefined where they are not read: they are no work of this run */
  async #sha256({ isNew }: DrivenFile, row: Row, batch: RecordBatch): Promise<string | undefined> {
    const isRecorded = row.sha != null && row.recSize === row.size && row.recMtime === row.mtime;
    if (isRecorded) return row.sha?.toString('hex');
    // What was changed by somebody else verifying tells of.
    if (!isNew) return undefined;
    const path = nameOfRow(row);
    const { root } = this.#store.layout;
    const { sha256, size, mtime, unsteady } = await hashFile(joinPath(root, path), () => {}, this.#run.pause);
    if (unsteady) return undefined;
    const hex = sha256.toString('hex');
    if (row.sha?.equals(sha256) === true) batch.touch(path, [size, mtime, hex]);
    else {
      const was: RecordedState | null =
        row.sha == null ? null : [row.recSize ?? 0, row.recMtime ?? 0, row.sha.toString('hex')];
      batch.step({ id: ++this.#number, do: 'copy', new: hex }, path);
      batch.sum(path, [size, mtime, hex], was);
    }
    this.files++;
    this.bytes += size;
    this.#run.progress({ phase: 'hash', done: this.files, total: 0, bytes: this.bytes, totalBytes: 0 });
    return hex;
  }

  async #came(row: Row, original: DrivenOriginal, sha256: string, batch: RecordBatch): Promise<void> {
    const { path: p, size: s, mtimeMs, name, differsFrom } = original;
    const m = mtimeMs == null ? null : Math.round(mtimeMs);
    const known = this.#imported.get(row.id, this.#source.kind, p);
    if (known != null && known.size === s && known.mtime === m) return;
    let h = sha256;
    if (differsFrom != null)
      try {
        h = (await hashFile(differsFrom, () => {}, this.#run.pause)).sha256.toString('hex');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code == null) throw error;
        // What it was made of can't be read any more.
        return;
      }
    batch.imported(nameOfRow(row), { p, s, m, h, ...(name != null && { n: name.slice(0, MAX_TITLE) }) });
  }

  #rowOf(path: string): Row | undefined {
    const slash = path.lastIndexOf('/');
    const dir = path.slice(0, Math.max(0, slash));
    const name = path.slice(slash + 1);
    return this.#find.get(dir, name) ?? this.#findOther.get({ dir: nameKey(dir), name: nameKey(name) });
  }

  #intend(batch: RecordBatch): void {
    const isChange = batch.hasSteps && this.change == null;
    const change = { t: 'change', at: Date.now(), id: this.#id, job: 'export', title: this.#title } as const;
    this.#store.commit([...(isChange ? [change] : []), ...batch.intent()]);
    if (batch.hasSteps) this.change = this.#id;
  }

  #commit(batch: RecordBatch, isIntended = false): void {
    const members = [...batch.members].flatMap(([name, uuids]): LedgerRecord[] => {
      const known = this.#albums.find(name) ?? findAlbum(this.#store.db, name);
      const album = known ?? uuidv7();
      const at = Date.now();
      return [
        ...(known == null ? [{ t: 'album', at, id: album, name, origin: name } as const] : []),
        { t: 'members', at, album, add: [...uuids] },
      ];
    });
    const records = [...batch.outcome(this.#source), ...members];
    if (records.length === 0) return;
    if (!isIntended) this.#intend(batch);
    this.#store.commit(records);
  }
}

const nameOfRow = (row: Row): Name => joinName(storedName(row.dir, row.dirRaw), storedName(row.name, row.raw));
