/** What an earlier run of a plan had counted, and how much of it had come about. */
import * as z from 'zod/mini';
import type { Catalog } from '../../catalog/open.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import type { CopyAction, PlanHeader } from '../../plan/form.ts';
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

export interface Before {
  /** How many photos and videos of the plan are in the backup by earlier runs of it. */
  readonly taken: number;
  /** Copies with something written into them that happened, but of whose originals nothing is on record. */
  readonly unnoted: readonly CopyAction[];
}

export function takenBefore(db: Catalog, { file, sha256 }: CheckedPlan): Before {
  const journal = new Journal(db);
  const change = journal.changeOf(sha256);
  const unnoted: CopyAction[] = [];
  if (change == null) return { taken: 0, unnoted };
  const reader = new PlanReader(file);
  let taken = 0;
  let copies: CopyAction[] = [];
  const look = (): void => {
    const [first, last] = [copies[0], copies.at(-1)];
    if (first == null || last == null) return;
    const states = journal.states(change, first.id, last.id);
    for (const copy of copies) {
      const state = states.get(copy.id);
      if (state === 'done' && bringsItem(copy)) taken++;
      if (state === 'recovered' && copy.metadata != null && copy.from?.sha256 == null) unnoted.push(copy);
    }
    copies = [];
  };
  try {
    for (const { action } of reader.actions()) {
      if (action.action === 'copy') copies.push(action);
      if (copies.length >= STROKE) look();
    }
    look();
    return { taken, unnoted };
  } finally {
    reader.close();
  }
}
