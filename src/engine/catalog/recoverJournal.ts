/** The journal of applied plans, for a ledger that lost it: what was done by plans can be undone as long as it is known. */
import { storedName } from '../backup/name.ts';
import { LedgerName, type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import type { Catalog } from './open.ts';

type Intent = Extract<LedgerRecord, { t: 'intent' }>;
type Step = Intent['dirs'][number][1][number];

interface BatchRow {
  readonly uid: string;
  readonly change: string;
  readonly dirs: string;
  readonly state: 'open' | 'held' | 'closed';
}

interface ActionRow {
  readonly change: string;
  readonly batch: string;
  readonly id: number;
  readonly path: string | null;
  readonly pathRaw: Buffer | null;
  readonly name: string | null;
  readonly raw: Buffer | null;
  readonly do: Step['do'] | null;
  readonly source: string | null;
  readonly old: Buffer | null;
  readonly new: Buffer | null;
  readonly undo: 'patch' | 'whole' | null;
  readonly asset: number | null;
  readonly of_size: number | null;
  readonly of_sha: Buffer | null;
  readonly state: 'intent' | 'done' | 'recovered' | 'aborted';
  readonly stamp: number;
}

const BATCHES = 'SELECT uid, change, dirs, state FROM batch ORDER BY id';
const ACTIONS = `SELECT c.uid AS change, b.uid AS batch, a.id, d.path, d.raw AS pathRaw, f.name, f.raw, a.do, a.source, a.old, a.new,
    a.undo, a.asset, a.of_size, a.of_sha, a.state, a.stamp
  FROM action a JOIN change c ON c.id = a.change JOIN batch b ON b.id = a.batch
  LEFT JOIN file f ON f.id = a.file LEFT JOIN dir d ON d.id = f.dir ORDER BY a.batch, a.id`;

/** Names out of a catalog that may be a stranger's. */
function parsed<T>(text: string, parse: (value: unknown) => T): T | undefined {
  try {
    return parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export class RememberedJournal {
  readonly #batches: readonly BatchRow[];
  readonly #actions: readonly ActionRow[];

  constructor(db: Catalog) {
    this.#batches = db.prepare<[], BatchRow>(BATCHES).all();
    this.#actions = db.prepare<[], ActionRow>(ACTIONS).all();
  }

  /** @param db after the ledgers that are there were read */
  lost(db: Catalog): readonly LedgerRecord[] {
    const batches = new Map(
      db
        .prepare<[], BatchRow>(BATCHES)
        .all()
        .map(row => [row.uid, row]),
    );
    const find = db.prepare<[string, number], Pick<ActionRow, 'stamp' | 'do'>>(
      'SELECT a.stamp, a.do FROM action a JOIN change c ON c.id = a.change WHERE c.uid = ? AND a.id = ?',
    );
    const lost = new Map<string, ActionRow[]>();
    for (const row of this.#actions) {
      const known = find.get(row.change, row.id);
      if (known != null && known.stamp >= row.stamp && (known.do != null || row.do == null)) continue;
      const others = lost.get(row.batch);
      if (others == null) lost.set(row.batch, [row]);
      else others.push(row);
    }
    return this.#batches.flatMap(batch => [...linesOf(batch, batches.get(batch.uid), lost.get(batch.uid) ?? [])]);
  }
}

function* linesOf(
  batch: BatchRow,
  known: BatchRow | undefined,
  actions: readonly ActionRow[],
): Generator<LedgerRecord> {
  const at = Date.now();
  const about = { at, change: batch.change, batch: batch.uid };
  const dirs = known == null || known.dirs === '[]' ? parsed(batch.dirs, value => asNames(value)) : undefined;
  if (dirs != null && dirs.length > 0) yield { t: 'build', ...about, dirs };
  const steps = new Map<string, Intent['dirs'][number]>();
  for (const row of actions) {
    if (row.do == null || row.path == null) continue;
    const known = steps.get(row.path);
    if (known != null) known[1].push(stepOf(row));
    else steps.set(row.path, [toLedgerName(storedName(row.path, row.pathRaw)), [stepOf(row)]]);
  }
  if (steps.size > 0) yield { t: 'intent', ...about, dirs: [...steps.values()] };
  const ids = (state: ActionRow['state']): number[] =>
    actions.filter(action => action.state === state).map(({ id }) => id);
  const [done, recovered, aborted] = [ids('done'), ids('recovered'), ids('aborted')];
  if (done.length > 0) yield { t: 'done', ...about, actions: done };
  if (recovered.length > 0) yield { t: 'done', ...about, actions: recovered, recovered: true };
  const isClosed = done.length + recovered.length > 0;
  const isOpenNow = known == null || known.state === 'open';
  if (aborted.length > 0 || (batch.state !== 'open' && isOpenNow && !isClosed))
    yield { t: 'abort', ...about, actions: aborted };
}

const asNames = (value: unknown): LedgerName[] =>
  Array.isArray(value) ? value.map(name => LedgerName.parse(name)) : [];

function stepOf(row: ActionRow): Step {
  const from = row.source == null ? undefined : parsed(row.source, value => LedgerName.parse(value));
  return {
    id: row.id,
    do: row.do ?? 'copy',
    name: toLedgerName(storedName(row.name ?? '', row.raw)),
    ...(from == null ? {} : { from }),
    ...(row.old == null ? {} : { old: row.old.toString('hex') }),
    ...(row.new == null ? {} : { new: row.new.toString('hex') }),
    ...(row.undo == null ? {} : { undo: row.undo }),
    ...(row.asset == null ? {} : { asset: row.asset }),
    ...(row.of_size == null || row.of_sha == null ? {} : { of: [row.of_size, row.of_sha.toString('hex')] }),
  };
}
