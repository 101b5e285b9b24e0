/** Where the main files of assets lie. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../backup/name.ts';
import type { Catalog } from './open.ts';

interface Row {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
}

export class MainPaths {
  readonly #find: Statement<[Buffer], Row>;

  constructor(db: Catalog) {
    this.#find = db.prepare(
      `SELECT d.path, d.raw AS pathRaw, f.name, f.raw FROM asset a JOIN file f ON f.id = a.main JOIN dir d ON d.id = f.dir
       WHERE a.uid = ?`,
    );
  }

  /** @param uid of an asset @returns undefined where this catalog doesn't know it */
  of(uid: Buffer): Name | undefined {
    const row = this.#find.get(uid);
    return row == null ? undefined : joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw));
  }
}
