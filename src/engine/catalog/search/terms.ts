/** Which values assets share: cameras, keywords, people. Many assets are written at once. */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from '../open.ts';
import { folded } from '../query/folded.ts';
import type { SoughtRow, TermField } from './soughtRow.ts';

interface Link {
  readonly asset: number;
  readonly id: number;
  readonly field: TermField;
  readonly name: string;
}

export class Terms {
  readonly #linked: Statement<[string], Link>;
  readonly #find: Statement<[string, string], number>;
  readonly #add: Statement<[string, string, string], number>;
  readonly #link: Statement<[string]>;
  readonly #unlink: Statement<[number, number]>;
  readonly #drop: Statement<[number, number]>;
  /** Ids by field and name, of this transaction: a later one may find them gone. */
  readonly #known = new Map<string, number>();

  constructor(db: Catalog) {
    this.#linked = db.prepare(
      `SELECT l.asset, t.id, t.field, t.name FROM json_each(?) w JOIN asset_term l ON l.asset = w.value JOIN term t ON t.id = l.term`,
    );
    this.#find = db.prepare<[string, string], number>('SELECT id FROM term WHERE field = ? AND name = ?').pluck(true);
    this.#add = db
      .prepare<[string, string, string], number>('INSERT INTO term(field, name, folded) VALUES (?, ?, ?) RETURNING id')
      .pluck(true);
    this.#link = db.prepare(
      'INSERT OR IGNORE INTO asset_term(term, asset) SELECT value ->> 0, value ->> 1 FROM json_each(?)',
    );
    this.#unlink = db.prepare('DELETE FROM asset_term WHERE term = ? AND asset = ?');
    this.#drop = db.prepare('DELETE FROM term WHERE id = ? AND NOT EXISTS (SELECT 1 FROM asset_term WHERE term = ?)');
  }

  /** Before the first of a transaction. */
  begin(): void {
    this.#known.clear();
  }

  set(assets: readonly number[], termsOf: (asset: number) => SoughtRow['terms']): void {
    const wanted = new Map(assets.map(asset => [asset, new Set(termsOf(asset).map(keyOf))]));
    const left: Link[] = [];
    for (const link of this.#linked.all(JSON.stringify(assets))) {
      const key = keyOf([link.field, link.name]);
      this.#known.set(key, link.id);
      if (wanted.get(link.asset)?.delete(key) !== true) left.push(link);
    }
    const links = [...wanted].flatMap(([asset, keys]) => [...keys].map(key => [this.#idOf(key), asset]));
    if (links.length > 0) this.#link.run(JSON.stringify(links));
    for (const { id, asset, field, name } of left) {
      this.#unlink.run(id, asset);
      if (this.#drop.run(id, id).changes > 0) this.#known.delete(keyOf([field, name]));
    }
  }

  #idOf(key: string): number {
    let id = this.#known.get(key);
    if (id == null) {
      const field = key.slice(0, key.indexOf(' '));
      const name = key.slice(field.length + 1);
      id = this.#find.get(field, name) ?? (this.#add.get(field, name, folded(name)) as number);
      this.#known.set(key, id);
    }
    return id;
  }
}

/** As the catalog keeps it, which knows no half characters. */
const keyOf = ([field, name]: readonly [TermField, string]): string => `${field} ${name.toWellFormed()}`;
