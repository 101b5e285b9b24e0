/** Keeps what queries ask of assets in step with the rest of the catalog. */
import type { Statement } from 'better-sqlite3';
import { AssetViews } from '../assetView.ts';
import type { Catalog } from '../open.ts';
import { type SoughtRow, soughtRowOf } from './soughtRow.ts';
import { Terms } from './terms.ts';

/** Composed at a time. */
const PAGE = 100;

type Stored = Omit<SoughtRow, 'terms'>;

export class Sought {
  readonly #views: AssetViews;
  readonly #isSoiled: Statement<[]>;
  readonly #soiled: Statement<[number], number>;
  readonly #clean: Statement<[string]>;
  readonly #row: Statement<[number], Stored>;
  readonly #write: Statement<unknown[]>;
  readonly #remove: Statement<[number]>;
  readonly #index: Statement<[number, string]>;
  readonly #forget: Statement<[number]>;
  readonly #terms: Terms;

  constructor(db: Catalog) {
    this.#views = new AssetViews(db, false);
    this.#isSoiled = db.prepare('SELECT 1 FROM unsought LIMIT 1');
    this.#soiled = db.prepare<[number], number>('SELECT asset FROM unsought LIMIT ?').pluck(true);
    this.#clean = db.prepare('DELETE FROM unsought WHERE asset IN (SELECT value FROM json_each(?))');
    this.#row = db.prepare(
      'SELECT date, width, height, size, has, path, beside, title, description FROM sought WHERE asset = ?',
    );
    this.#write = db.prepare(
      `INSERT OR REPLACE INTO sought(asset, date, width, height, size, has, path, beside, title, description)
       VALUES (@asset, @date, @width, @height, @size, @has, @path, @beside, @title, @description)`,
    );
    this.#remove = db.prepare('DELETE FROM sought WHERE asset = ?');
    this.#index = db.prepare('INSERT INTO sought_text(rowid, text) VALUES (?, ?)');
    this.#forget = db.prepare('DELETE FROM sought_text WHERE rowid = ?');
    this.#terms = new Terms(db);
  }

  isBehind(): boolean {
    return this.#isSoiled.get() != null;
  }

  /**
   * Within the transaction of the change, or one of its own.
   * @param most so many assets at most
   */
  catchUp(most: number): void {
    if (!this.isBehind()) return;
    this.#terms.begin();
    for (let left = most; left > 0; ) {
      const ids = this.#soiled.all(Math.min(PAGE, left));
      if (ids.length === 0) return;
      const rows = new Map(this.#views.readAll(ids).map(view => [view.id, soughtRowOf(view)]));
      for (const id of ids) {
        const row = rows.get(id);
        if (row == null) this.#leave(id);
        else this.#store(id, row);
      }
      this.#terms.set(ids, id => rows.get(id)?.terms ?? []);
      this.#clean.run(JSON.stringify(ids));
      left -= ids.length;
    }
  }

  #leave(id: number): void {
    this.#remove.run(id);
    this.#forget.run(id);
  }

  #store(asset: number, { terms: _, ...row }: SoughtRow): void {
    const before = this.#row.get(asset);
    const text = textOf(row);
    const textBefore = before == null ? undefined : textOf(before);
    this.#write.run({ asset, ...row });
    if (text !== textBefore) {
      if (before != null) this.#forget.run(asset);
      this.#index.run(asset, text);
    }
  }
}

/** All that a word is looked for in, and that no table of its own has. */
const textOf = ({ path, beside, title, description }: Stored): string =>
  [path, ...(beside == null ? [] : (JSON.parse(beside) as string[])), title, description]
    .filter(text => text != null)
    .join('\n');
