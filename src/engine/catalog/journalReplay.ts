/** Brings the journal of applied plans into the catalog: which actions were meant, happened, or did not. */
import { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import { fromLedgerName, type LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import type { Paths } from './paths.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

const bytes = (hex: string | undefined): Buffer | null => (hex == null ? null : Buffer.from(hex, 'hex'));

export class JournalReplay {
  readonly #paths: Paths;
  readonly #addChange: Statement<unknown[]>;
  readonly #undone: Statement<unknown[]>;
  readonly #noteChange: Statement<unknown[]>;
  readonly #changeId: Statement<[string], { id: number }>;
  readonly #noteBatch: Statement<unknown[]>;
  readonly #batchId: Statement<[string], { id: number }>;
  readonly #setDirs: Statement<unknown[]>;
  readonly #close: Statement<unknown[]>;
  readonly #intend: Statement<unknown[]>;
  readonly #settle: Statement<unknown[]>;

  constructor(db: Catalog, paths: Paths) {
    this.#paths = paths;
    this.#addChange = db.prepare(
      `INSERT INTO change(uid, job, at, title, plan, undoes) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT(uid) DO UPDATE SET job = excluded.job, at = excluded.at, title = excluded.title, plan = excluded.plan,
         undoes = excluded.undoes`,
    );
    this.#undone = db.prepare('UPDATE change SET undone_by = ? WHERE uid = ?');
    // Where lines are heard out of turn, the act itself is told of later.
    this.#noteChange = db.prepare(
      "INSERT INTO change(uid, job, at, title) VALUES (?, '', ?, '') ON CONFLICT(uid) DO NOTHING",
    );
    this.#changeId = db.prepare('SELECT id FROM change WHERE uid = ?');
    this.#noteBatch = db.prepare('INSERT INTO batch(uid, change) VALUES (?, ?) ON CONFLICT(uid) DO NOTHING');
    this.#batchId = db.prepare('SELECT id FROM batch WHERE uid = ?');
    this.#setDirs = db.prepare('UPDATE batch SET dirs = ? WHERE uid = ?');
    this.#close = db.prepare(
      `UPDATE batch SET state = CASE WHEN state <> 'closed' AND EXISTS
         (SELECT 1 FROM action a WHERE a.batch = batch.id AND a.do = 'metadata' AND a.state IN ('done', 'recovered'))
         THEN 'held' ELSE 'closed' END WHERE id = ?`,
    );
    this.#intend = db.prepare(
      `INSERT INTO action(change, id, batch, file, do, source, old, new, undo, asset, of_size, of_sha, state, stamp)
       VALUES (@change, @id, @batch, @file, @do, @source, @old, @new, @undo, @asset, @ofSize, @ofSha, 'intent', @stamp)
       ON CONFLICT(change, id) DO UPDATE SET file = @file, do = @do, source = @source, old = @old, new = @new, undo = @undo,
         asset = @asset, of_size = @ofSize, of_sha = @ofSha, batch = CASE WHEN @stamp > stamp THEN @batch ELSE batch END,
         state = CASE WHEN @stamp > stamp THEN 'intent' ELSE state END, stamp = max(stamp, @stamp)`,
    );
    this.#settle = db.prepare(
      `INSERT INTO action(change, id, batch, state, stamp) VALUES (@change, @id, @batch, @state, @stamp)
       ON CONFLICT(change, id) DO UPDATE SET batch = @batch, state = @state, stamp = @stamp WHERE stamp <= @stamp`,
    );
  }

  change({ id, job, at, title, undoes, partly, plan }: Of<'change'>): void {
    this.#addChange.run(id, job, at, title, bytes(plan), undoes ?? null);
    if (undoes != null && partly !== true) this.#undone.run(id, undoes);
  }

  build({ change, batch, dirs }: Of<'build'>): void {
    this.#noteBatch.run(batch, change);
    this.#setDirs.run(JSON.stringify(dirs), batch);
  }

  intent({ at, change, batch, dirs }: Of<'intent'>, stamp: number): void {
    const ids = this.#ids(change, batch, at);
    for (const [dir, steps] of dirs) {
      const folder = this.#paths.dir(fromLedgerName(dir));
      for (const step of steps)
        this.#intend.run({
          ...ids,
          id: step.id,
          file: this.#paths.file(folder, fromLedgerName(step.name)),
          do: step.do,
          source: step.from == null ? null : JSON.stringify(step.from),
          old: bytes(step.old),
          new: bytes(step.new),
          undo: step.undo ?? null,
          asset: step.asset ?? null,
          ofSize: step.of?.[0] ?? null,
          ofSha: bytes(step.of?.[1]),
          stamp,
        });
    }
  }

  done({ at, change, batch, actions, recovered }: Of<'done'>, stamp: number): void {
    this.#settleAll(this.#ids(change, batch, at), actions, recovered === true ? 'recovered' : 'done', stamp);
  }

  abort({ at, change, batch, actions }: Of<'abort'>, stamp: number): void {
    this.#settleAll(this.#ids(change, batch, at), actions, 'aborted', stamp);
  }

  #settleAll(
    ids: { change: number; batch: number },
    actions: readonly number[],
    state: 'done' | 'recovered' | 'aborted',
    stamp: number,
  ): void {
    for (const id of actions) this.#settle.run({ ...ids, id, state, stamp });
    this.#close.run(ids.batch);
  }

  #ids(change: string, batch: string, at: number): { change: number; batch: number } {
    this.#noteChange.run(change, at);
    this.#noteBatch.run(batch, change);
    return { change: this.#changeId.get(change)?.id ?? 0, batch: this.#batchId.get(batch)?.id ?? 0 };
  }
}
