/** Takes the steps of one act, batch by batch. */
import type { LedgerRecord } from '../ledger/record.ts';
import type { Act, ApplyRun, Hands, Tally } from './act.ts';
import { batches, halves } from './batches.ts';
import { BatchRun } from './batchRun.ts';
import { isOfRoom } from './refused.ts';
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
    for (const [batch, next] of withNext(batches(steps))) {
      place.next = next;
      await this.#takeAll(batch, (id, isAnyTaken) => onRefused?.(place.refused, id, isAnyTaken) ?? []);
    }
  }

  /** Of a batch that a full disk has no room for, as much as it has room for. */
  async #takeAll(
    batch: readonly Step[],
    onRefused: (batch: string, isAnyTaken: boolean) => readonly LedgerRecord[],
  ): Promise<void> {
    const place = this.#place;
    place.run.check();
    const takeBack = place.begin();
    const run = new BatchRun(place);
    let parts: readonly (readonly Step[])[] = [];
    try {
      await run.take(batch, onRefused);
    } catch (error) {
      parts = run.isTakenBack && isOfRoom(error) ? halves(batch) : [];
      if (parts.length < 2) throw error;
      takeBack();
    } finally {
      place.tell();
    }
    for (const part of parts) await this.#takeAll(part, onRefused);
    if (parts.length > 0) return;
    place.done += batch.length;
    place.progress();
  }
}

/** @returns each with the one that comes behind it, none behind the last */
function* withNext(all: Iterable<readonly Step[]>): Generator<readonly [readonly Step[], readonly Step[]]> {
  let last: readonly Step[] | undefined;
  for (const batch of all) {
    if (last != null) yield [last, batch];
    last = batch;
  }
  if (last != null) yield [last, []];
}
