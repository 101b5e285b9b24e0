/** Takes the steps of one act, batch by batch. */
import type { LedgerRecord } from '../ledger/record.ts';
import type { Act, ApplyRun, Hands, Tally } from './act.ts';
import { batches } from './batches.ts';
import { BatchRun } from './batchRun.ts';
import type { Step } from './step.ts';
import { Workplace } from './workplace.ts';

export class Executor {
  readonly #place: Workplace;

  /** @param total for the progress */
  constructor(run: ApplyRun, hands: Hands, act: Act, total: { readonly actions: number; readonly bytes: number }) {
    this.#place = new Workplace(run, hands, act, total);
  }

  get tally(): Tally {
    return this.#place.tally;
  }

  /** How many steps of each kind were taken. */
  get taken(): ReadonlyMap<Step['do'], number> {
    return this.#place.taken;
  }

  /** Whether anything of the act is on the record. */
  get isBegun(): boolean {
    return this.#place.isBegun;
  }

  /**
   * @param onRefused what is to be recorded of steps that were not taken
   * @throws what the disk or the ledger throws, or what stops the job; the batch that was at work is then taken by
   *   the next recovery, or not at all
   */
  async take(
    steps: Iterable<Step>,
    onRefused?: (steps: readonly Step[], batch: string, isAnyTaken: boolean) => readonly LedgerRecord[],
  ): Promise<void> {
    const place = this.#place;
    for (const batch of batches(steps)) {
      place.run.check();
      place.refused = [];
      await new BatchRun(place).take(batch, (id, isAnyTaken) => onRefused?.(place.refused, id, isAnyTaken) ?? []);
      place.done += batch.length;
      place.progress();
    }
  }
}
