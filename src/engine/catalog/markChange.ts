/** A change of marks, what of it still stands, and the lines that take it back. */

import { uuidv7 } from 'uuidv7';
import { type Name, nameOfText } from '../backup/name.ts';
import type { LedgerRecord, MarksBefore } from '../ledger/record.ts';
import { AssetViews } from './assetView.ts';
import { MainPaths } from './mainPaths.ts';
import type { Catalog } from './open.ts';
import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

type Field = 'rating' | 'flag' | 'favorite';

interface Row {
  readonly uid: Buffer;
  readonly field: Field;
  readonly old: number | string | null;
  readonly new: number | string | null;
  readonly now: number | string | null;
  /** Title of a newer change that stands on it. */
  readonly newer: string | null;
}

/** Of the row `c` of a change: no undo of it, as far as that stands, has taken it back. */
const STANDS = (c: string): string => `NOT EXISTS (SELECT 1 FROM change_mark u JOIN change h ON h.uid = u.change
  WHERE h.undoes = ${c}.change AND h.undone_by IS NULL AND u.uid = ${c}.uid AND u.field = ${c}.field)`;

const ROWS = `SELECT c.uid, c.field, c.old, c.new,
    CASE c.field WHEN 'rating' THEN m.rating WHEN 'flag' THEN m.flag ELSE m.favorite END AS now,
    (SELECT h.title FROM change_mark n JOIN change h ON h.uid = n.change
      WHERE n.uid = c.uid AND n.field = c.field AND (n.stamp, n.change) > (c.stamp, c.change)
      AND h.undoes IS NULL AND h.undone_by IS NULL AND ${STANDS('n')} ORDER BY n.stamp DESC LIMIT 1) AS newer
  FROM change_mark c LEFT JOIN mark m ON m.uid = c.uid WHERE c.change = ? AND ${STANDS('c')} ORDER BY c.uid, c.field`;

/** A photo that was marked again since. */
export interface Covered {
  /** Of its main file; that of the backup where this machine doesn't know it. */
  readonly path: Name;
  /** Title of the change that did it; undefined where none is known. */
  readonly newer: string | undefined;
}

export interface MarksTakenBack {
  /** Photos that have their old marks again. */
  readonly applied: number;
  /** Photos that were marked again since: they are left as they are. */
  readonly skipped: number;
  readonly covered: readonly Covered[];
  /** The undo; undefined where there was nothing to do. */
  readonly change: string | undefined;
}

export interface ChangeOfMarks {
  readonly uid: string;
  readonly title: string;
}

export class MarkChange {
  readonly #uid: string;
  readonly #title: string;
  readonly #open: readonly Row[];
  readonly #covered: readonly Row[];
  readonly #isBegun: boolean;

  constructor(db: Catalog, { uid, title }: ChangeOfMarks) {
    this.#uid = uid;
    this.#title = title;
    const rows = db.prepare<[string], Row>(ROWS).all(uid);
    const isOpen = (row: Row): boolean => row.now === row.new && row.newer == null;
    this.#open = rows.filter(isOpen);
    this.#covered = rows.filter(row => !isOpen(row));
    this.#isBegun = db.prepare('SELECT 1 FROM change WHERE undoes = ? AND undone_by IS NULL').get(uid) != null;
  }

  /** Whether a change is one of marks, and of nothing else: an edit of files may have changed marks along with them. */
  static is(db: Catalog, change: string): boolean {
    const isOfFiles = 'SELECT 1 FROM action a JOIN change c ON c.id = a.change WHERE c.uid = m.change';
    const sql = `SELECT 1 FROM change_mark m WHERE m.change = ? AND NOT EXISTS (${isOfFiles}) LIMIT 1`;
    return db.prepare(sql).get(change) != null;
  }

  /** Photos. */
  get standing(): number {
    return photos([...this.#open, ...this.#covered]);
  }

  /** A part was taken back before, and of the rest nothing can be. */
  get isBlocked(): boolean {
    return this.#isBegun && this.#open.length === 0;
  }

  /** Gives photos the marks that they had. Those that were marked again since are left as they are. */
  apply(store: Store): MarksTakenBack {
    if (store.readOnly)
      throw new Error('This backup can’t be written, so nothing was undone. Mount it for writing and try again.');
    const skipped = photos(this.#covered);
    const covered = coveredOf(store.db, this.#covered);
    if (this.#open.length === 0) return { applied: 0, skipped, covered, change: undefined };
    const at = Date.now();
    const id = uuidv7();
    const act = { t: 'change', at, id, job: 'undo', title: `Undid: ${this.#title}`, undoes: this.#uid } as const;
    const records = [skipped > 0 ? { ...act, partly: true as const } : act, ...this.#lines(at, id)];
    store.commit(records, () => composeAgain(store.db, this.#open));
    return { applied: photos(this.#open), skipped, covered, change: id };
  }

  /** Photos that get the same marks back share a line. */
  #lines(at: number, change: string): LedgerRecord[] {
    const byPhoto = Map.groupBy(this.#open, ({ uid }) => uid.toString('hex'));
    const groups = new Map<
      string,
      { readonly is: MarksBefore; readonly assets: string[]; readonly was: MarksBefore[] }
    >();
    for (const rows of byPhoto.values()) {
      const [{ uid }] = rows as [Row];
      const is = valuesOf(rows, 'old');
      const key = JSON.stringify(is);
      const group = groups.get(key) ?? { is, assets: [], was: [] };
      groups.set(key, group);
      group.assets.push(uuidText(uid));
      group.was.push(valuesOf(rows, 'new'));
    }
    return [...groups.values()].map(({ is, assets, was }) => ({ t: 'marks', at, change, assets, ...is, was }));
  }
}

function coveredOf(db: Catalog, rows: readonly Row[]): readonly Covered[] {
  const pathOf = new MainPaths(db);
  const byPhoto = new Map(rows.map(row => [row.uid.toString('hex'), row]));
  return [...byPhoto.values()].map(({ uid, newer }) => ({
    path: pathOf.of(uid) ?? nameOfText(''),
    newer: newer ?? undefined,
  }));
}

const photos = (rows: readonly Row[]): number => new Set(rows.map(({ uid }) => uid.toString('hex'))).size;

function valuesOf(rows: readonly Row[], side: 'old' | 'new'): MarksBefore {
  const values: Record<string, unknown> = {};
  for (const row of rows)
    values[row.field] = row.field === 'favorite' && row[side] != null ? row[side] === 1 : row[side];
  return values as MarksBefore;
}

/** What nobody says any more of a photo is what its files say: shown at once, not only when it is indexed again. */
function composeAgain(db: Catalog, rows: readonly Row[]): void {
  const unsaid = rows.filter(({ old }) => old == null);
  if (unsaid.length === 0) return;
  const views = new AssetViews(db);
  const idOf = db.prepare<[Buffer], { id: number }>('SELECT id FROM asset WHERE uid = ?');
  const set = {
    rating: db.prepare('UPDATE asset SET rating = ? WHERE id = ?'),
    flag: db.prepare('UPDATE asset SET flag = ? WHERE id = ?'),
    favorite: db.prepare('UPDATE asset SET favorite = ? WHERE id = ?'),
  };
  for (let from = 0; from < unsaid.length; from += 500) {
    const some = unsaid.slice(from, from + 500).flatMap(row => {
      const id = idOf.get(row.uid)?.id;
      return id == null ? [] : [{ id, field: row.field }];
    });
    const facts = new Map(views.readAll(some.map(({ id }) => id)).map(view => [view.id, view.facts]));
    for (const { id, field } of some) {
      const { rating, favorite } = facts.get(id) ?? {};
      const value = {
        rating: Math.max(0, rating?.value ?? 0),
        flag: rating?.value === -1 ? 'reject' : 'none',
        favorite: Number(favorite?.value ?? false),
      }[field];
      set[field].run(value, id);
    }
  }
}
