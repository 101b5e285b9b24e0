/** What an earlier run of a plan had counted, and how much of it had come about. */
import * as z from 'zod/mini';
import type { Catalog } from '../../catalog/open.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { Journal } from '../../plan/journal.ts';
import { PlanReader } from '../../plan/read.ts';
import { bringsItem } from './exportRecords.ts';
import { Tally } from './tally.ts';

const count = z.int().check(z.nonnegative());
const Summary = z.object({
  copied: count,
  unchanged: count,
  duplicates: count,
  skipped: count,
  missing: count,
  failed: count,
  bytes: count,
});
const STROKE = 1000;

/** What a plan's header says of the source. */
export function plannedSummary(header: PlanHeader): Tally {
  const { success, data } = Summary.safeParse(header.summary);
  const tally = new Tally();
  if (!success || data == null) return tally;
  const { copied, ...rest } = data;
  return Object.assign(tally, { ...rest, planned: copied });
}

/** Photos and videos of a plan that are in the backup by earlier runs of it. */
export function takenBefore(db: Catalog, { file, sha256 }: CheckedPlan): number {
  const journal = new Journal(db);
  const change = journal.changeOf(sha256);
  if (change == null) return 0;
  const reader = new PlanReader(file);
  let taken = 0;
  let ids: number[] = [];
  const look = (): void => {
    const [first, last] = [ids[0], ids.at(-1)];
    if (first == null || last == null) return;
    const states = journal.states(change, first, last);
    taken += ids.filter(id => states.get(id) === 'done').length;
    ids = [];
  };
  try {
    for (const { action } of reader.actions()) {
      if (bringsItem(action)) ids.push(action.id);
      if (ids.length >= STROKE) look();
    }
    look();
    return taken;
  } finally {
    reader.close();
  }
}
