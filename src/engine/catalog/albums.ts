/** Albums as the catalog has them. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../backup/name.ts';
import type { Fact } from '../media/model.ts';
import type { Catalog } from './open.ts';
import { exactly } from './query/written.ts';
import { uuidBytes } from './uuid.ts';

export interface AlbumRow {
  readonly uid: string;
  readonly name: string;
  /** Of assets that are here. */
  readonly assets: number;
}

interface NameRow {
  readonly id: number;
  readonly name: string;
  readonly origin: string | null;
}

export class AlbumsOfAssets {
  readonly #names: Statement<[string], NameRow>;

  constructor(db: Catalog) {
    this.#names = db.prepare(
      `SELECT s.id, a.name, a.origin FROM json_each(?) w JOIN asset s ON s.id = w.value JOIN member m ON m.asset = s.uid
       JOIN album a ON a.uid = m.album WHERE m.present = 1 AND a.removed = 0 AND a.name IS NOT NULL ORDER BY a.name`,
    );
  }

  /** @param ids JSON of catalog ids @returns by catalog id */
  ofAll(ids: string): ReadonlyMap<number, Fact<readonly string[]>> {
    const albums = new Map<number, { value: string[]; origin: 'sidecar' | 'user' }>();
    for (const { id, name, origin } of this.#names.iterate(ids)) {
      const fact = albums.get(id) ?? { value: [], origin: origin == null ? 'user' : 'sidecar' };
      if (!fact.value.includes(name)) fact.value.push(name);
      albums.set(id, fact);
    }
    return albums;
  }
}

/** All albums that were not removed, by name. */
export function allAlbums(db: Catalog): readonly AlbumRow[] {
  return db
    .prepare<[], AlbumRow>(
      `SELECT a.uid, a.name, (SELECT count(*) FROM member m JOIN asset s ON s.uid = m.asset WHERE m.album = a.uid AND m.present = 1)
         AS assets FROM album a WHERE a.removed = 0 AND a.name IS NOT NULL ORDER BY a.name, a.uid`,
    )
    .all();
}

/** Main files of an album's assets, by capture time. */
export function filesOfAlbum(db: Catalog, uid: string): readonly Name[] {
  return db
    .prepare<[string], { path: string; pathRaw: Buffer | null; name: string; raw: Buffer | null }>(
      `SELECT d.path, d.raw AS pathRaw, f.name, f.raw FROM member m JOIN asset s ON s.uid = m.asset JOIN file f ON f.id = s.main
       JOIN dir d ON d.id = f.dir WHERE m.album = ? AND m.present = 1 ORDER BY s.wall IS NULL, s.wall, d.path, f.name`,
    )
    .all(uid)
    .map(row => joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw)));
}

/** An album by its name. @returns undefined where there is none that was not removed */
export function findAlbum(db: Catalog, name: string): string | undefined {
  return db
    .prepare<[string], { uid: string }>('SELECT uid FROM album WHERE name = ? AND removed = 0 ORDER BY uid LIMIT 1')
    .get(name)?.uid;
}

/** The album that a source's title stands for: by what it was called there, though a person renamed or removed it. */
export class AlbumsOfSources {
  readonly #find: Statement<[string, string], { uid: string }>;
  readonly #member: Statement<[Buffer, string], { readonly present: number }>;
  readonly #name: Statement<[string], { readonly name: string | null; readonly removed: number }>;

  constructor(db: Catalog) {
    this.#find = db.prepare(
      `SELECT uid FROM album WHERE origin = ? OR (origin IS NULL AND name = ? AND removed = 0)
       ORDER BY origin IS NULL, uid LIMIT 1`,
    );
    this.#member = db.prepare('SELECT present FROM member WHERE asset = ? AND album = ?');
    this.#name = db.prepare('SELECT name, removed FROM album WHERE uid = ?');
  }

  find(title: string): string | undefined {
    return this.#find.get(title, title)?.uid;
  }

  /** Also where a person took it out since. */
  wasIn(uuid: string, title: string): boolean {
    const album = this.find(title);
    return album != null && this.#member.get(uuidBytes(uuid), album) != null;
  }

  isIn(uuid: string, title: string): boolean {
    const album = this.find(title);
    return (
      album != null && this.#name.get(album)?.removed === 0 && this.#member.get(uuidBytes(uuid), album)?.present === 1
    );
  }

  /** What it is called here, which a person may have changed; undefined where there is none. */
  nameOf(title: string): string | undefined {
    const album = this.find(title);
    return album == null ? undefined : (this.#name.get(album)?.name ?? undefined);
  }
}

/** The albums that some of these are in, and how many of them. @param ids catalog ids of assets */
export function albumsHolding(
  db: Catalog,
  ids: readonly number[],
): readonly { readonly name: string; readonly count: number; readonly query: string }[] {
  return db
    .prepare<[string], { name: string; count: number }>(
      `SELECT b.name, count(DISTINCT s.id) AS count FROM json_each(?) w JOIN asset s ON s.id = w.value
       JOIN member m ON m.asset = s.uid AND m.present = 1 JOIN album b ON b.uid = m.album
       WHERE b.removed = 0 AND b.name IS NOT NULL GROUP BY b.name ORDER BY b.name`,
    )
    .all(JSON.stringify(ids))
    .map(({ name, count }) => ({ name, count, query: exactly('album', name) }));
}
