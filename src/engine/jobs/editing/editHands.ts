/** What the plan of an edit needs to be applied: the record of ratings that it changes, and the index of what it wrote. */
import * as z from 'zod/mini';
import { uuidBytes } from '../../catalog/uuid.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import type { Action } from '../../plan/form.ts';
import { Journal } from '../../plan/journal.ts';
import { Refused } from '../../plan/refused.ts';
import { parted } from '../../plan/step.ts';
import { nameOfPath } from '../../plan/targetPath.ts';
import type { PlanHands } from '../exporting/planHands.ts';
import { indexPending } from '../indexing/indexPending.ts';
import type { JobRun } from '../job.ts';

/** Beside an action: a plan comes from outside, so it is checked. */
const Rated = z.object({ rated: z.uuid() });

/** @returns undefined for a plan that no edit made */
export function editHands(run: JobRun, { header, sha256 }: CheckedPlan, processes: number): PlanHands | undefined {
  if (header.job !== 'edit') return undefined;
  const { db } = run.store;
  const journal = new Journal(db);
  const owner = db.prepare<[string, string, Buffer], { rating: number }>(
    `SELECT m.rating FROM dir d JOIN file f ON f.dir = d.id JOIN asset a ON a.id = f.asset JOIN mark m ON m.uid = a.uid
     WHERE d.path = ? AND f.name = ? AND a.uid = ? AND m.rating IS NOT NULL`,
  );
  /** A rating that was given in Keepsake counts before the file's: now the file's holds. */
  const unsaid = (action: Action): LedgerRecord | undefined => {
    const { success, data } = Rated.safeParse((action as { keepsake?: unknown }).keepsake);
    const change = success ? journal.changeOf(sha256) : undefined;
    if (!success || change == null || (action.action !== 'metadata' && action.action !== 'copy')) return undefined;
    const { dir, name } = parted(nameOfPath(action.action === 'copy' ? action.to : action.path));
    const photo = action.action === 'copy' ? name.text.replace(/\.xmp$/, '') : name.text;
    const was = owner.get(dir.text, photo, uuidBytes(data.rated));
    if (was == null) return undefined;
    return { t: 'marks', at: Date.now(), change, assets: [data.rated], rating: null, was: [{ rating: was.rating }] };
  };
  return {
    bytesOf: () => {
      throw new Refused('copy-failed', 'An edit copies nothing.');
    },
    onDone: actions => actions.flatMap(action => unsaid(action) ?? []),
    after: async () => {
      await indexPending(run, processes);
    },
  };
}
