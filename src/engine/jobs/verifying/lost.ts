/** Files of the manifest that are not where they were, by their bytes: what turns up elsewhere has moved. */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from '../../catalog/open.ts';

export interface LostFile {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
}

/** Of one checksum, those that were not found again yet: ten thousand equal files must not be gone through for each. */
interface Waiting {
  readonly all: Set<LostFile>;
  readonly byName: Map<string, LostFile[]>;
}

export class LostFiles {
  readonly #isAny: boolean;
  readonly #find: Statement<[Buffer], LostFile>;
  readonly #asked = new Map<string, Waiting>();

  constructor(db: Catalog) {
    this.#isAny = db.prepare('SELECT 1 FROM file WHERE present = 0 AND rec_sha IS NOT NULL LIMIT 1').get() != null;
    this.#find = db.prepare(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw, coalesce(f.rec_size, 0) AS rec_size, coalesce(f.rec_mtime, 0) AS rec_mtime FROM file f JOIN dir d ON d.id = f.dir
       WHERE f.rec_sha = ? AND f.present = 0 AND f.rec_sha IS NOT NULL ORDER BY f.id`,
    );
  }

  /** One of those bytes, if possible of that name; each is given once. */
  take(sha256: Buffer, name: string): LostFile | undefined {
    if (!this.#isAny) return undefined;
    const key = sha256.toString('base64');
    const { all, byName } = this.#waiting(key, sha256);
    const named = byName.get(name);
    let file = named?.pop();
    while (file != null && !all.has(file)) file = named?.pop();
    if (file == null) [file] = all;
    if (file != null) all.delete(file);
    // Of a whole tree that moved nothing is kept but that each was given.
    if (all.size === 0) this.#asked.set(key, NONE);
    return file;
  }

  #waiting(key: string, sha256: Buffer): Waiting {
    const known = this.#asked.get(key);
    if (known != null) return known;
    const all = new Set(this.#find.iterate(sha256));
    const byName = new Map<string, LostFile[]>();
    for (const file of all) {
      const same = byName.get(file.name);
      if (same == null) byName.set(file.name, [file]);
      else same.push(file);
    }
    const made = all.size === 0 ? NONE : { all, byName };
    this.#asked.set(key, made);
    return made;
  }
}

const NONE: Waiting = { all: new Set(), byName: new Map() };
