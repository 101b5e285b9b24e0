/** An asset as a person is told of it: composed from its files' own words, with what the person said of it. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../backup/name.ts';
import type { AssetFacts, AssetKind, Fact, FileFacts, Role } from '../media/model.ts';
import { AlbumsOfAssets } from './albums.ts';
import type { Catalog } from './open.ts';
import { composeSaid, type SaidFacts, SaidOfAssets } from './saidFacts.ts';
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
  /** Bytes and microseconds as they are on record. */
  readonly recorded?: { readonly size: number | null; readonly mtime: number | null };
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
  readonly asset: number;
  readonly id: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly role: Role;
  readonly size: number;
  readonly mtime: number;
  readonly rec_sha: Buffer | null;
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
  readonly proved: number | null;
  readonly state: 'corrupt' | 'missing' | 'modified' | null;
  readonly json: string | null;
}

const NONE: readonly FileRow[] = [];

export class AssetViews {
  readonly #assets: Statement<[string], AssetRow>;
  readonly #files: Statement<[string], FileRow>;
  readonly #said: SaidOfAssets;
  readonly #albums: AlbumsOfAssets | undefined;

  /** @param withAlbums whether those are told that the catalog has, beside those that files name themselves */
  constructor(db: Catalog, withAlbums = true) {
    this.#assets = db.prepare(
      `SELECT a.id, a.uid, a.main, a.kind, a.rating, a.flag, a.favorite
       FROM json_each(?) w JOIN asset a ON a.id = w.value ORDER BY w.key`,
    );
    this.#files = db.prepare(
      `SELECT f.asset, f.id, d.path AS dir, d.raw AS dirRaw, f.name, f.raw, f.role, f.size, f.mtime, f.rec_sha, f.rec_size, f.rec_mtime,
         f.proved, f.state, c.json
       FROM json_each(?) w JOIN file f ON f.asset = w.value JOIN dir d ON d.id = f.dir LEFT JOIN facts c ON c.file = f.id`,
    );
    this.#said = new SaidOfAssets(db);
    this.#albums = withAlbums ? new AlbumsOfAssets(db) : undefined;
  }

  /** @returns undefined where the catalog has no such asset (any more) */
  read(id: number): AssetView | undefined {
    return this.readAll([id])[0];
  }

  /**
   * Many at once, which costs a tenth of one by one; all of them are held.
   * @returns in the order of `ids`; those that the catalog doesn't have (any more) are left out
   */
  readAll(ids: readonly number[]): readonly AssetView[] {
    const wanted = JSON.stringify(ids);
    const files = new Map<number, FileRow[]>();
    for (const row of this.#files.all(wanted)) {
      const list = files.get(row.asset);
      if (list == null) files.set(row.asset, [row]);
      else list.push(row);
    }
    const said = this.#said.ofAll(wanted);
    const albums = this.#albums?.ofAll(wanted);
    return this.#assets.all(wanted).flatMap(
      asset =>
        viewOf(asset, files.get(asset.id) ?? NONE, {
          said: said.get(asset.id) ?? [],
          albums: albums?.get(asset.id),
        }) ?? [],
    );
  }
}

interface Beside {
  readonly said: SaidFacts;
  readonly albums: Fact<readonly string[]> | undefined;
}

function viewOf(asset: AssetRow, files: readonly FileRow[], { said, albums }: Beside): AssetView | undefined {
  const rows = files.toSorted(
    (a, b) => Number(b.id === asset.main) - Number(a.id === asset.main) || (a.name < b.name ? -1 : 1),
  );
  const main = rows[0];
  if (main == null) return undefined;
  const facts = new Map<string, FileFacts>();
  for (const row of rows) if (row.json != null) facts.set(row.name, JSON.parse(row.json));
  const group = { main: main.name, kind: asset.kind, members: rows.map(({ name, role }) => ({ name, role })) };
  const composed = composeSaid(group, facts, main.dir, said);
  return {
    id: asset.id,
    uid: uuidText(asset.uid),
    kind: asset.kind,
    path: joinName(storedName(main.dir, main.dirRaw), storedName(main.name, main.raw)),
    files: rows.map(fileOf),
    facts: albums == null ? composed : { ...composed, albums: withAlbums(composed.albums, albums) },
    rating: asset.rating,
    flag: asset.flag,
    favorite: asset.favorite === 1,
  };
}

/** Those of the catalog, and those that a file of its own names. */
function withAlbums(
  own: Fact<readonly string[]> | undefined,
  albums: Fact<readonly string[]>,
): Fact<readonly string[]> {
  return own == null ? albums : { ...albums, value: [...new Set([...albums.value, ...own.value])].sort() };
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
    ...(row.rec_sha == null ? {} : { recorded: { size: row.rec_size, mtime: row.rec_mtime } }),
    provedAt: row.proved ?? undefined,
    state: row.state ?? (row.rec_sha == null ? 'unrecorded' : 'fine'),
  };
}
