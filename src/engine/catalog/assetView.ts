/** An asset as a person is told of it: composed from its files' own words, with what the person said of it. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../backup/name.ts';
import { composeAsset } from '../media/composeAsset.ts';
import type { AssetFacts, AssetKind, FileFacts, Role } from '../media/model.ts';
import type { Catalog } from './open.ts';
import { uuidText } from './uuid.ts';

export type FileState = 'fine' | 'unrecorded' | 'corrupt' | 'missing' | 'modified';
export type Flag = 'pick' | 'reject' | 'none';

export interface AssetFile {
  readonly id: number;
  readonly path: Name;
  readonly name: string;
  readonly role: Role;
  readonly size: number;
  /** Microseconds. */
  readonly mtime: number;
  readonly sha256: Buffer | undefined;
  /** Unix ms, or undefined for never. */
  readonly provedAt: number | undefined;
  readonly state: FileState;
}

export interface AssetView {
  readonly id: number;
  readonly uid: string;
  readonly kind: AssetKind;
  readonly path: Name;
  /** The main file first. */
  readonly files: readonly AssetFile[];
  readonly facts: AssetFacts;
  readonly rating: number;
  readonly flag: Flag;
  readonly favorite: boolean;
}

interface AssetRow {
  readonly id: number;
  readonly uid: Buffer;
  readonly main: number;
  readonly kind: AssetKind;
  readonly rating: number;
  readonly flag: Flag;
  readonly favorite: number;
}

interface FileRow {
  readonly id: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly role: Role;
  readonly size: number;
  readonly mtime: number;
  readonly rec_sha: Buffer | null;
  readonly proved: number | null;
  readonly state: 'corrupt' | 'missing' | 'modified' | null;
  readonly json: string | null;
}

export class AssetViews {
  readonly #asset: Statement<[number], AssetRow>;
  readonly #files: Statement<[number], FileRow>;

  constructor(db: Catalog) {
    this.#asset = db.prepare('SELECT id, uid, main, kind, rating, flag, favorite FROM asset WHERE id = ?');
    this.#files = db.prepare(
      `SELECT f.id, d.path AS dir, d.raw AS dirRaw, f.name, f.raw, f.role, f.size, f.mtime, f.rec_sha, f.proved, f.state, c.json
       FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN facts c ON c.file = f.id WHERE f.asset = ? ORDER BY f.name`,
    );
  }

  /** @returns undefined where the catalog has no such asset (any more) */
  read(id: number): AssetView | undefined {
    const asset = this.#asset.get(id);
    if (asset == null) return undefined;
    const rows = this.#files.all(id).sort((a, b) => Number(b.id === asset.main) - Number(a.id === asset.main));
    const main = rows[0];
    if (main == null) return undefined;
    const facts = new Map<string, FileFacts>();
    for (const row of rows) if (row.json != null) facts.set(row.name, JSON.parse(row.json));
    const group = { main: main.name, kind: asset.kind, members: rows.map(({ name, role }) => ({ name, role })) };
    return {
      id,
      uid: uuidText(asset.uid),
      kind: asset.kind,
      path: joinName(storedName(main.dir, main.dirRaw), storedName(main.name, main.raw)),
      files: rows.map(fileOf),
      facts: composeAsset(group, facts, main.dir),
      rating: asset.rating,
      flag: asset.flag,
      favorite: asset.favorite === 1,
    };
  }
}

function fileOf(row: FileRow): AssetFile {
  return {
    id: row.id,
    path: joinName(storedName(row.dir, row.dirRaw), storedName(row.name, row.raw)),
    name: row.name,
    role: row.role,
    size: row.size,
    mtime: row.mtime,
    sha256: row.rec_sha ?? undefined,
    provedAt: row.proved ?? undefined,
    state: row.state ?? (row.rec_sha == null ? 'unrecorded' : 'fine'),
  };
}
