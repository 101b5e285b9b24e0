/** The journal of changes, as the catalog has it. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../backup/name.ts';
import type { Catalog } from '../catalog/open.ts';
import { fromLedgerName, LedgerName, toLedgerName } from '../ledger/record.ts';
import { parted, type Step } from './step.ts';

export type ActionState = 'intent' | 'done' | 'recovered' | 'aborted';

/** An action that was meant, or happened. */
export interface Entry {
  readonly change: string;
  readonly batch: string;
  readonly id: number;
  readonly do: Exclude<Step['do'], 'keep'>;
  readonly path: Name;
  readonly from: Name | undefined;
  /** SHA-256 in hex. */
  readonly old: string | undefined;
  readonly new: string | undefined;
  readonly undo: 'patch' | 'whole' | undefined;
  readonly asset: number | undefined;
  readonly state: ActionState;
}

interface Row {
  readonly change: string;
  readonly batch: string;
  readonly id: number;
  readonly do: Entry['do'];
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly source: string | null;
  readonly old: Buffer | null;
  readonly new: Buffer | null;
  readonly undo: 'patch' | 'whole' | null;
  readonly asset: number | null;
  readonly state: ActionState;
}

const ENTRY = `SELECT c.uid AS change, b.uid AS batch, a.id, a.do, d.path AS dir, d.raw AS dirRaw, f.name, f.raw, a.source,
  a.old, a.new, a.undo, a.asset, a.state
  FROM action a JOIN change c ON c.id = a.change JOIN batch b ON b.id = a.batch JOIN file f ON f.id = a.file JOIN dir d ON d.id = f.dir`;

/** Of the action `a` of the change `c`: it happened, touched a file, and was not taken back. */
const STANDS = `a.state IN ('done', 'recovered') AND a.do IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM change h JOIN action u ON u.change = h.id
  WHERE h.undoes = c.uid AND h.undone_by IS NULL AND u.id = a.id AND u.state IN ('done', 'recovered'))`;

const GONE = `SELECT DISTINCT a.file FROM action a JOIN change c ON c.id = a.change JOIN file f ON f.id = a.file
  WHERE f.present = 0 AND a.state IN ('done', 'recovered')`;

export class Journal {
  readonly #states: Statement<[string, number, number], { id: number; state: ActionState }>;
  readonly #db: Catalog;

  constructor(db: Catalog) {
    this.#db = db;
    this.#states = db.prepare(
      'SELECT a.id, a.state FROM action a JOIN change c ON c.id = a.change WHERE c.uid = ? AND a.id BETWEEN ? AND ?',
    );
  }

  /** What became of actions before. @param first @param last ids, both included */
  states(change: string, first: number, last: number): ReadonlyMap<number, ActionState> {
    return new Map(this.#states.all(change, first, last).map(({ id, state }) => [id, state]));
  }

  /** Intents of which nothing more is known. */
  open(): readonly Entry[] {
    return this.#db.prepare<[], Row>(`${ENTRY} WHERE a.state = 'intent' ORDER BY a.batch, a.id`).all().map(entryOf);
  }

  /** Batches that may have left something beside a person's files. */
  unclosed(): readonly {
    readonly batch: string;
    readonly change: string;
    readonly state: 'open' | 'held';
    readonly dirs: readonly Name[];
  }[] {
    const rows = this.#db
      .prepare<[], { uid: string; change: string; state: 'open' | 'held'; dirs: string }>(
        "SELECT uid, change, state, dirs FROM batch WHERE state <> 'closed' ORDER BY id",
      )
      .all();
    return rows.map(({ uid, change, state, dirs }) => ({
      batch: uid,
      change,
      state,
      dirs: (JSON.parse(dirs) as unknown[]).map(dir => fromLedgerName(LedgerName.parse(dir))),
    }));
  }

  /** Metadata that was written by a batch. */
  rewritten(batch: string): readonly Entry[] {
    return this.#db
      .prepare<[string], Row>(`${ENTRY} WHERE b.uid = ? AND a.do = 'metadata' AND a.state IN ('done', 'recovered')`)
      .all(batch)
      .map(entryOf);
  }

  /** Every time that the metadata of a file were written, the last first; undos, which put old bytes back, among them. */
  rewritings(path: Name): readonly Entry[] {
    const { dir, name } = parted(path);
    return this.#db
      .prepare<[string, string], Row>(
        `${ENTRY} WHERE d.path = ? AND f.name = ? AND a.do = 'metadata' AND a.state IN ('done', 'recovered')
         ORDER BY a.stamp DESC, c.id DESC, a.id DESC`,
      )
      .all(dir.text, name.text)
      .map(entryOf);
  }

  /** Nothing of this batch is left beside a person's files. A cache's knowledge: another catalog looks again. */
  close(batch: string): void {
    this.#db.prepare("UPDATE batch SET state = 'closed' WHERE uid = ?").run(batch);
  }

  /** What a change did and what still stands of it, the last first. */
  *standing(change: string): Generator<Entry> {
    const rows = this.#db.prepare<[string, number], Row>(
      `${ENTRY} WHERE c.uid = ? AND a.id < ? AND ${STANDS} ORDER BY a.id DESC LIMIT 500`,
    );
    for (let below = Number.MAX_SAFE_INTEGER; ; ) {
      const some = rows.all(change, below).map(entryOf);
      yield* some;
      const last = some.at(-1);
      if (last == null) return;
      below = last.id;
    }
  }

  /** How many actions of a change stand, and how many of them no undo has tried yet. */
  count(change: string): { readonly standing: number; readonly untried: number } {
    const row = this.#db
      .prepare<[string], { standing: number; untried: number }>(
        `SELECT count(*) AS standing, coalesce(sum(NOT EXISTS (SELECT 1 FROM change h JOIN action u ON u.change = h.id
           WHERE h.undoes = c.uid AND u.id = a.id)), 0) AS untried
         FROM action a JOIN change c ON c.id = a.change WHERE c.uid = ? AND ${STANDS}`,
      )
      .get(change);
    return row ?? { standing: 0, untried: 0 };
  }

  /** Whether a change was made by a plan: such a change is in the journal. */
  has(change: string): boolean {
    return (
      this.#db.prepare('SELECT 1 FROM action a JOIN change c ON c.id = a.change WHERE c.uid = ? LIMIT 1').get(change) !=
      null
    );
  }

  /** What the record said of a file when a change took it. @returns undefined where it said nothing */
  before(change: string, path: Name): { readonly sha256: string; readonly mtime: number } | undefined {
    const { dir, name } = parted(path);
    const row = this.#db
      .prepare<[string, string, string], { old_sha: Buffer | null; old_mtime: number }>(
        `SELECT cf.old_sha, cf.old_mtime FROM dir d JOIN file f ON f.dir = d.id JOIN change_file cf ON cf.file = f.id
         WHERE cf.change = ? AND d.path = ? AND f.name = ?`,
      )
      .get(change, dir.text, name.text);
    return row?.old_sha == null ? undefined : { sha256: row.old_sha.toString('hex'), mtime: row.old_mtime };
  }

  /** The last change after another one that did something to a file and still stands on it. */
  newer(change: string, path: Name): { readonly uid: string; readonly title: string } | undefined {
    const { dir, name } = parted(path);
    return this.#db
      .prepare<[string, string, string, string], { uid: string; title: string }>(
        `SELECT c.uid, c.title FROM action a JOIN change c ON c.id = a.change
         WHERE (a.file = (SELECT f.id FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND f.name = ?)
           OR (a.source = ? AND a.do = 'move'))
         AND c.id > (SELECT id FROM change WHERE uid = ?) AND c.undoes IS NULL AND ${STANDS} ORDER BY c.id DESC LIMIT 1`,
      )
      .get(dir.text, name.text, JSON.stringify(toLedgerName(path)), change);
  }

  /** Catalog ids of files that are gone because undos took back all that had brought them. */
  takenBack(): ReadonlySet<number> {
    const files = (sql: string): readonly number[] => this.#db.prepare<[], number>(sql).pluck().all();
    if (this.#db.prepare('SELECT 1 FROM change WHERE undoes IS NOT NULL LIMIT 1').get() == null) return new Set();
    const taken = new Set(files(`${GONE} AND a.do = 'quarantine' AND c.undoes IS NOT NULL AND c.undone_by IS NULL`));
    for (const file of files(`${GONE} AND a.do = 'copy' AND ${STANDS}`)) taken.delete(file);
    return taken;
  }

  /** Folders that a change took files or links out of. */
  emptied(change: string): readonly Name[] {
    return this.#db
      .prepare<[string], { path: string; raw: Buffer | null }>(
        `SELECT DISTINCT d.path, d.raw FROM action a JOIN change c ON c.id = a.change JOIN file f ON f.id = a.file
         JOIN dir d ON d.id = f.dir
         WHERE c.uid = ? AND a.do IN ('quarantine', 'unlink') AND a.state IN ('done', 'recovered')`,
      )
      .all(change)
      .map(({ path, raw }) => storedName(path, raw));
  }

  /** The change that a plan was applied as, unless an undo has taken back any of it. @param sha256 of the plan's file, in hex */
  changeOf(sha256: string): string | undefined {
    return this.#db
      .prepare<[Buffer], { uid: string }>(
        `SELECT uid FROM change c WHERE plan = ? AND NOT EXISTS
           (SELECT 1 FROM change h WHERE h.undoes = c.uid AND h.undone_by IS NULL) ORDER BY id DESC LIMIT 1`,
      )
      .get(Buffer.from(sha256, 'hex'))?.uid;
  }
}

function entryOf(row: Row): Entry {
  const dir = storedName(row.dir, row.dirRaw);
  const name = storedName(row.name, row.raw);
  return {
    change: row.change,
    batch: row.batch,
    id: row.id,
    do: row.do,
    path: joinName(dir, name),
    from: row.source == null ? undefined : fromLedgerName(LedgerName.parse(JSON.parse(row.source))),
    old: row.old?.toString('hex'),
    new: row.new?.toString('hex'),
    undo: row.undo ?? undefined,
    asset: row.asset ?? undefined,
    state: row.state,
  };
}
