/** Applies a plan: the one way by which a person's files are changed. */
import { uuidv7 } from 'uuidv7';
import type { Catalog } from '../catalog/open.ts';
import type { ApplyRun, Hands, Tally } from './act.ts';
import { brokenOff } from './broken.ts';
import type { CheckedPlan } from './check.ts';
import { Executor } from './executor.ts';
import { NEW_BACKUP } from './form.ts';
import { Journal } from './journal.ts';
import { PlanReader } from './read.ts';
import { type Step, stepOf } from './step.ts';

/** The plan is sound, but not for this backup or this version. Nothing was changed. */
export class NotForHere extends Error {
  override readonly name = 'NotForHere';
}

export interface Applied extends Tally {
  readonly actions: number;
  /** Id of the change, by which it can be undone; undefined where nothing happened. */
  readonly change: string | undefined;
}

/**
 * Goes on where an earlier run of the same plan was broken off. Under the job's lock, after recovery.
 * @param again how a person has it go on, as the end of a sentence
 * @throws {NotForHere}; {@link BrokenOff} where the disk fails; what the run throws when it is stopped
 */
export async function applyPlan(
  run: ApplyRun,
  plan: CheckedPlan,
  hands: Hands,
  again = 'apply the plan again',
): Promise<Applied> {
  const { store } = run;
  const { header, actions, sha256 } = plan;
  if (store.readOnly) throw new NotForHere('This backup can’t be written, so the plan was not applied.');
  const before = new Journal(store.db).changeOf(sha256);
  if (header.backup === NEW_BACKUP && before == null && !isUntouched(store.db))
    throw new NotForHere(
      `${plan.file} was made for a folder that was no backup yet, and ${store.layout.root} is one. Nothing was changed. Make the plan anew.`,
    );
  if (header.backup !== NEW_BACKUP && header.backup !== store.identity?.id)
    throw new NotForHere(
      `${plan.file} was made for another backup (${header.backup}), not for ${store.layout.root}. Nothing was changed.`,
    );
  const id = before ?? uuidv7();
  const title = header.title ?? `${header.job}: ${actions} actions`;
  const record = { t: 'change', at: Date.now(), id, job: header.job, title, plan: sha256 } as const;
  const executor = new Executor(run, hands, { id, record: before == null ? record : undefined }, plan);
  const tell = (): Applied => {
    const applied = { ...executor.tally, actions, change: executor.isBegun ? id : undefined };
    const { change, ...counts } = applied;
    run.count(change == null ? counts : { ...counts, change });
    return applied;
  };
  tell();
  let reader: PlanReader | undefined;
  try {
    reader = new PlanReader(plan.file, plan.marks);
    await executor.take(stepsOf(reader));
    return tell();
  } catch (error) {
    const { applied, unchanged } = tell();
    // Most of what stands in for something is never needed.
    throw brokenOff(error, applied + unchanged, Math.max(applied + unchanged, actions - plan.standIns), again);
  } finally {
    reader?.close();
  }
}

/** Nothing was done in it and no checksum recorded: it has just become a backup. */
const isUntouched = (db: Catalog): boolean =>
  db.prepare('SELECT 1 FROM change UNION ALL SELECT 1 FROM file WHERE rec_sha IS NOT NULL LIMIT 1').get() == null;

function* stepsOf(reader: PlanReader): Generator<Step> {
  for (const { action } of reader.actions()) yield stepOf(action);
}
