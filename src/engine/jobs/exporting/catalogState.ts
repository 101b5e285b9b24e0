/** What the catalog of a backup knows, as the planner of an export asks for it. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import type { Statement } from 'better-sqlite3';
import { joinName, joinPath, type Name, storedName } from '../../backup/name.ts';
import { AlbumsOfSources } from '../../catalog/albums.ts';
import type { Store } from '../../catalog/store.ts';
import { uuidBytes, uuidText } from '../../catalog/uuid.ts';
import type { FileFacts, Role } from '../../media/model.ts';
import type { PlanPath } from '../../plan/form.ts';
import type { SourceFile } from '../../sources/source.ts';
import type { BackupState, Home, Mapped, Twin } from './backupState.ts';
import { BytesHere, type Recorded } from './bytesHere.ts';
import { FormerFiles } from './formerFiles.ts';

interface FileRow extends Recorded {
  readonly present: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly uid: Buffer | null;
  readonly mainDir: string | null;
  readonly mainDirRaw: Buffer | null;
  readonly mainName: string | null;
  readonly mainRaw: Buffer | null;
  readonly mainRole: Role | null;
}

interface ImportedRow {
  readonly file: number;
  readonly mtime: number | null;
  readonly crc: number | null;
  readonly sha: Buffer;
}

/** CRC-32 of the originals of one size; where one has none any file may be the same. */
type Checksums = number | Set<number> | typeof UNKNOWN;
const UNKNOWN = -1;
/** Files of the same bytes that are looked at for one that is whole. */
const MOST_TWINS = 20;

const FILE = `SELECT f.id, f.present, f.rec_sha AS sha, d.path AS dir, d.raw AS dirRaw, f.name, f.raw, a.uid,
  md.path AS mainDir, md.raw AS mainDirRaw, m.name AS mainName, m.raw AS mainRaw, m.role AS mainRole,
  f.rec_size, f.rec_mtime, f.state
  FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN asset a ON a.id = f.asset LEFT JOIN file m ON m.id = a.main
  LEFT JOIN dir md ON md.id = m.dir`;

export const toPlanPath = ({ text, raw }: Name): PlanPath => (raw == null ? text : { b: raw.toString('base64') });

export class CatalogState implements BackupState {
  readonly #store: Store;
  readonly #kind: string;
  /** False for a first export: then none of its files needs to be asked for. */
  readonly #isAnyImported: boolean;
  readonly #file: Statement<[number], FileRow>;
  readonly #bySha: Statement<[Buffer], FileRow>;
  readonly #imported: Statement<[string, string, number], ImportedRow>;
  readonly #lost: Statement<[string], { name: string }>;
  readonly #said: Statement<[Buffer, string], { json: string }>;
  readonly #facts: Statement<[number], { json: string }>;
  readonly #albums: AlbumsOfSources;
  readonly #byOriginal: Statement<[Buffer], FileRow>;
  readonly #byBegun: Statement<[Buffer], FileRow>;
  readonly #unrecorded: Statement<[number], FileRow>;
  readonly #bytes: BytesHere;
  readonly #former: FormerFiles;
  readonly #hashed = new Map<number, ReadonlyMap<string, Twin>>();
  #sizes: ReadonlyMap<number, Checksums> | undefined;

  /** @param kind of the source */
  constructor(store: Store, kind: string, pause: () => Promise<void> | undefined, bytes?: BytesHere) {
    const { db } = store;
    this.#store = store;
    this.#kind = kind;
    this.#bytes = bytes ?? new BytesHere(store.layout.root, pause);
    this.#former = new FormerFiles(db);
    this.#isAnyImported = db.prepare('SELECT 1 FROM imported WHERE source = ? LIMIT 1').get(kind) != null;
    this.#file = db.prepare(`${FILE} WHERE f.id = ?`);
    this.#bySha = db.prepare(
      `${FILE} WHERE f.rec_sha = ? AND f.present = 1 AND f.asset IS NOT NULL LIMIT ${MOST_TWINS}`,
    );
    this.#imported = db.prepare(
      'SELECT file, mtime, crc, sha FROM imported WHERE source = ? AND path = ? AND size = ? ORDER BY stamp DESC',
    );
    this.#byOriginal = db.prepare(
      `${FILE} JOIN imported i ON i.file = f.id WHERE i.sha = ? AND f.present = 1 AND f.asset IS NOT NULL LIMIT ${MOST_TWINS}`,
    );
    // A run that was killed told nobody where it had them from, and its plan may be lost.
    this.#byBegun = db.prepare(
      `${FILE} JOIN action b ON b.file = f.id WHERE b.of_sha = ? AND b.state = 'recovered' AND f.present = 1
       AND f.asset IS NOT NULL AND f.rec_sha = b.new LIMIT ${MOST_TWINS}`,
    );
    this.#unrecorded = db.prepare(
      `${FILE} WHERE f.size = ? AND f.present = 1 AND f.asset IS NOT NULL AND f.rec_sha IS NULL AND f.online_only = 0`,
    );
    this.#lost = db.prepare(
      'SELECT f.name FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND f.present = 0 AND f.rec_sha IS NOT NULL',
    );
    this.#said = db.prepare('SELECT json FROM said WHERE asset = ? AND source = ?');
    this.#facts = db.prepare('SELECT json FROM facts WHERE file = ?');
    this.#albums = new AlbumsOfSources(db);
  }

  mapped(file: SourceFile): Mapped | undefined {
    let away: Mapped | undefined;
    for (const row of this.#rowsOf(file)) {
      const there = this.#whereIs(row);
      if (there == null) continue;
      if (there.present === 1) return { isThere: true, path: pathOf(there).text, home: homeOf(there) };
      const gone = this.#gone(there);
      // What a person deleted counts, also where another place of it was taken back.
      if (away == null || (away.isUndone === true && gone.isUndone !== true)) away = gone;
    }
    return away;
  }

  #gone(row: FileRow): Mapped {
    const [uuid, isUndone] = [this.#former.uuid(row.id), this.#former.isUndone(row.id)];
    const more = { ...(uuid != null && { uuid }), ...(isUndone && { isUndone }) };
    return { isThere: false, path: pathOf(row).text, home: undefined, ...more };
  }

  mayBeDeleted({ size, crc32 }: SourceFile): boolean {
    return this.#former.mayBeDeleted(size, crc32);
  }

  deleted(sha256: string): Mapped | undefined {
    const file = this.#former.deleted(Buffer.from(sha256, 'hex'));
    const row = file == null ? undefined : this.#file.get(file);
    return row == null ? undefined : this.#gone(row);
  }

  lost(folder: string, name: string): string | undefined {
    return this.#former.lost(folder, name);
  }

  /** What the index read of a file that came before: it needs no reading in the source. */
  facts(file: SourceFile): FileFacts | undefined {
    for (const row of this.#rowsOf(file)) {
      const there = this.#whereIs(row);
      const found = there?.present === 1 ? this.#facts.get(there.id) : undefined;
      if (found != null) return JSON.parse(found.json) as FileFacts;
    }
    return undefined;
  }

  #rowsOf({ path, size, crc32, mtimeMs }: SourceFile): readonly ImportedRow[] {
    if (!this.#isAnyImported) return [];
    const modified = mtimeMs == null ? null : Math.round(mtimeMs);
    return this.#imported
      .all(this.#kind, path, size)
      .filter(({ crc, mtime }) =>
        crc != null && crc32 != null ? crc === crc32 : modified != null && modified === mtime,
      );
  }

  /** Where it was put, or where its bytes lie since. */
  #whereIs({ file, sha }: ImportedRow): FileRow | undefined {
    const row = this.#file.get(file);
    if (row?.present === 1) return row;
    // What was written into it is in its bytes here, not in those of the source.
    return (row?.sha == null ? undefined : this.#bySha.get(row.sha)) ?? this.#bySha.get(sha) ?? row;
  }

  mayHave({ size, crc32 }: SourceFile): boolean {
    const crcs = this.#bySize().get(size);
    return (
      crcs != null &&
      (crc32 == null || crcs === UNKNOWN || crcs === crc32 || (typeof crcs !== 'number' && crcs.has(crc32)))
    );
  }

  async twin({ size }: SourceFile, sha256: string): Promise<Twin | undefined> {
    const sha = Buffer.from(sha256, 'hex');
    for (const query of [this.#bySha, this.#byOriginal, this.#byBegun])
      for (const row of query.all(sha)) {
        const home = homeOf(row);
        if (home != null && (await this.#bytes.areRecorded(pathOf(row), row)))
          return { path: toPlanPath(pathOf(row)), home };
      }
    return (await this.#hashedHere(size)).get(sha256);
  }

  /** Files of the backup that are on no record yet are read once. */
  async #hashedHere(size: number): Promise<ReadonlyMap<string, Twin>> {
    const known = this.#hashed.get(size);
    if (known != null) return known;
    const found = new Map<string, Twin>();
    for (const row of this.#unrecorded.all(size)) {
      const home = homeOf(row);
      const sha256 = home == null ? undefined : await this.#bytes.sha256(pathOf(row));
      if (home != null && sha256 != null) found.set(sha256, { path: toPlanPath(pathOf(row)), home });
    }
    this.#hashed.set(size, found);
    return found;
  }

  /** Read once for all: a query by size would want an index that nothing else needs. */
  #bySize(): ReadonlyMap<number, Checksums> {
    if (this.#sizes != null) return this.#sizes;
    const sizes = new Map<number, Checksums>();
    const rows = this.#store.db
      .prepare(
        `SELECT coalesce(i.size, f.size), i.crc FROM file f LEFT JOIN imported i ON i.file = f.id
         WHERE f.present = 1 AND f.asset IS NOT NULL
         UNION ALL SELECT of_size, NULL FROM action WHERE of_sha IS NOT NULL AND state = 'recovered'`,
      )
      .raw(true)
      .iterate() as Iterable<readonly [number, number | null]>;
    for (const [size, crc] of rows) {
      const known = sizes.get(size);
      if (crc == null || known === UNKNOWN) sizes.set(size, UNKNOWN);
      else if (known == null) sizes.set(size, crc);
      else if (typeof known === 'number') sizes.set(size, new Set([known, crc]));
      else known.add(crc);
    }
    this.#sizes = sizes;
    return sizes;
  }

  names(folder: string): Iterable<string> {
    const lost = this.#lost.all(folder).map(({ name }) => name);
    return [...namesOn(joinPath(this.#store.layout.root, { text: folder })), ...lost];
  }

  said(uuid: string): string | undefined {
    return this.#said.get(uuidBytes(uuid), this.#kind)?.json;
  }

  wasInAlbum(uuid: string, title: string): boolean {
    return this.#albums.wasIn(uuid, title);
  }

  isInAlbum(uuid: string, title: string): boolean {
    return this.#albums.isIn(uuid, title);
  }

  albumName(title: string): string {
    return this.#albums.nameOf(title) ?? title;
  }

  linked(folder: string): Iterable<string> {
    return linkedOn(this.#store.layout.root, folder);
  }
}

export function namesOn(folder: string | Buffer): readonly string[] {
  try {
    return fs.readdirSync(folder, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}

/** @returns what links of a folder lead to, as paths from the root; of links that lead out of it some path that no file has */
export function linkedOn(root: string, folder: string): readonly string[] {
  return namesOn(path.join(root, folder)).flatMap(name => {
    try {
      return [path.posix.join(folder, fs.readlinkSync(path.join(root, folder, name)))];
    } catch {
      return [];
    }
  });
}

const pathOf = (row: FileRow): Name => joinName(storedName(row.dir, row.dirRaw), storedName(row.name, row.raw));

function homeOf({ uid, mainDir, mainDirRaw, mainName, mainRaw, mainRole }: FileRow): Home | undefined {
  if (uid == null || mainDir == null || mainName == null) return undefined;
  const main = toPlanPath(joinName(storedName(mainDir, mainDirRaw), storedName(mainName, mainRaw)));
  return { uuid: uuidText(uid), main, role: mainRole ?? 'original' };
}
