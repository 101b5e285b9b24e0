/** What the plan of an edit needs to be applied: the record of ratings that it changes, and the index of what it wrote. */
import * as z from 'zod/mini';
import { uuidBytes } from '../../catalog/uuid.ts';
import type { LedgerRecord } from '../../ledger/record.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import type { Action } from '../../plan/form.ts';
import { Refused } from '../../plan/refused.ts';
import { parted } from '../../plan/step.ts';
import { nameOfPath } from '../../plan/targetPath.ts';
import type { PlanHands } from '../exporting/planHands.ts';
import { indexPending } from '../indexing/indexPending.ts';
import type { JobRun } from '../job.ts';

/** Beside an action: a plan comes from outside, so it is checked. */
const Rated = z.object({ uuid: z.uuid(), rating: z.int().check(z.minimum(0), z.maximum(5)) });

/** @returns undefined for a plan that no edit made */
export function editHands(run: JobRun, { header }: CheckedPlan, processes: number): PlanHands | undefined {
  if (header.job !== 'edit') return undefined;
  const { db } = run.store;
  const owner = db.prepare<[string, string, Buffer]>(
    `SELECT 1 FROM dir d JOIN file f ON f.dir = d.id JOIN asset a ON a.id = f.asset JOIN mark m ON m.uid = a.uid
     WHERE d.path = ? AND f.name = ? AND a.uid = ? AND m.rating IS NOT NULL`,
  );
  const ratingOf = (action: Action): LedgerRecord | undefined => {
    const { success, data } = Rated.safeParse((action as { keepsake?: unknown }).keepsake);
    if (!success || data == null || action.action !== 'metadata') return undefined;
    const { dir, name } = parted(nameOfPath(action.path));
    if (owner.get(dir.text, name.text, uuidBytes(data.uuid)) == null) return undefined;
    return { t: 'marks', at: Date.now(), assets: [data.uuid], rating: data.rating };
  };
  return {
    bytesOf: () => {
      throw new Refused('copy-failed', 'An edit copies nothing.');
    },
    onDone: actions => actions.flatMap(action => ratingOf(action) ?? []),
    after: async () => {
      await indexPending(run, processes);
    },
  };
}
