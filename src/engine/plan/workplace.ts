/** What every batch of an act works with: its folders, its journal, how it refuses and records. */
import { sizesAway } from '../catalog/contentsAway.ts';
import { type Finding, type FindingCode, SEVERITY_OF } from '../catalog/findings.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import type { Act, ApplyRun, Hands, Tally } from './act.ts';
import { byAsset } from './batches.ts';
import { AT_ONCE, type Builder } from './building.ts';
import type { Checker } from './checking.ts';
import { Folders } from './folders.ts';
import type { Action } from './form.ts';
import { inParallel } from './inParallel.ts';
import type { Item } from './item.ts';
import { Journal } from './journal.ts';
import { Places } from './places.ts';
import { Recorded } from './recorded.ts';
import { isOfOneFile, isOfRights, Refused, SourceFailed } from './refused.ts';
import { Slots } from './slots.ts';
import type { Step } from './step.ts';

/** Of those that are streamed, or that another program makes: each holds some memory, and reads elsewhere. */
const STREAMED = 4;
/** Refusals that come of a source or a disk that fails, rather than of what lies there. */
const FAILURES: ReadonlySet<FindingCode> = new Set(['copy-failed', 'unreadable']);
const KEPT = 'Nothing was changed there.';

export class Workplace {
  readonly tally: Tally = { applied: 0, unchanged: 0, unneeded: 0, skipped: 0, failed: 0, bytes: 0 };
  readonly run: ApplyRun;
  readonly hands: Hands;
  readonly act: Act;
  readonly places: Places;
  readonly folders: Folders;
  readonly journal: Journal;
  readonly checker: Checker;
  readonly builder: Builder;
  /** How many of each kind were taken. */
  readonly taken = new Map<Step['do'], number>();
  /** Steps of this batch that were not taken. */
  refused: Step[] = [];
  /** What this batch has to say: told when it is settled, for it may be tried again in parts. */
  #findings: Finding[] = [];
  /** Steps of the batch that comes next. */
  next: readonly Step[] = [];
  /** Steps that are settled, one way or the other. */
  done = 0;
  readonly #total: { readonly actions: number; readonly bytes: number };
  #isBegun: boolean;
  #away: ReadonlySet<number> | undefined;

  /** @param total for the progress */
  constructor(run: ApplyRun, hands: Hands, act: Act, total: { readonly actions: number; readonly bytes: number }) {
    this.run = run;
    this.hands = hands;
    this.act = act;
    this.#total = total;
    this.#isBegun = act.record == null;
    const { fs, bytesOf, carry, metadata } = hands;
    const { db, layout } = run.store;
    const { pause } = run;
    const places = new Places(layout.root, act.id);
    this.places = places;
    this.folders = new Folders(fs, path => places.at(path));
    this.journal = new Journal(db);
    this.checker = { fs, places, folders: this.folders, recorded: new Recorded(db), pause };
    const onBytes = (bytes: number): void => {
      this.tally.bytes += bytes;
      this.progress();
    };
    this.builder = {
      fs,
      places,
      folders: this.folders,
      bytesOf,
      carry,
      metadata,
      pause,
      onBytes,
      slots: new Slots(STREAMED),
    };
  }

  /** Whether anything of the act is on the record. */
  get isBegun(): boolean {
    return this.#isBegun;
  }

  /**
   * Works on each; what is refused falls away with all of its asset, or with what has no use without it where only its
   * source failed. @returns the others
   */
  async each(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<Item[]> {
    const refused = new Map<Item, Refused>();
    await inParallel(items, AT_ONCE, async item => {
      try {
        this.run.check();
        await work(item);
      } catch (error) {
        refused.set(item, this.refusal(error));
      }
    });
    if (refused.size === 0) return [...items];
    return byAsset(items).flatMap(run => {
      const first = run.find(item => refused.has(item));
      const why = first == null ? undefined : refused.get(first);
      if (first == null || why == null) return run;
      const failed = run.filter(item => refused.has(item));
      const kept = failed.every(item => refused.get(item) instanceof SourceFailed) ? this.#without(failed, run) : [];
      // Each file that the source spoiled has its own reason.
      for (const item of kept.length > 0 ? failed.slice(1) : []) this.refuse([item.step], refused.get(item) ?? why);
      const fallen = run.filter(item => item !== first && !kept.includes(item));
      this.refuse(
        [first.step, ...fallen.filter(item => kept.length === 0 || !failed.includes(item)).map(({ step }) => step)],
        why,
      );
      return kept;
    });
  }

  #without(failed: readonly Item[], run: readonly Item[]): readonly Item[] {
    const actionsOf = (items: readonly Item[]): readonly Action[] =>
      items.flatMap(({ step: { action } }) => (action == null ? [] : [action]));
    const others = run.filter(item => !failed.includes(item));
    const kept = this.hands.without?.(actionsOf(failed), actionsOf(others)) ?? [];
    const ids = new Set(kept.map(({ id }) => id));
    return others.filter(({ step }) => ids.has(step.id));
  }

  /** @returns the error as one of a single file @throws the error itself where it is more than that */
  refusal(error: unknown): Refused {
    if (error instanceof Refused) return error;
    if (!isOfOneFile(error, () => this.#isThere()) || (isOfRights(error) && !this.#canWrite())) throw error;
    return new Refused('copy-failed', `The system refuses it (${(error as Error).message}).`);
  }

  mayBeMoved = (size: number): boolean => {
    this.#away ??= sizesAway(this.run.store.db);
    return this.#away.has(size);
  };

  report(finding: Finding): void {
    this.#findings.push(finding);
  }

  /** A batch begins. @returns takes back what it says and counts */
  begin(): () => void {
    const before = { ...this.tally };
    this.refused = [];
    this.#findings = [];
    return () => {
      Object.assign(this.tally, before);
      this.#findings = [];
    };
  }

  /** What the batch had to say. */
  tell(): void {
    for (const finding of this.#findings) this.run.report(finding);
    this.#findings = [];
  }

  /** Tells of the first why it was not taken, and of the others of its asset that they stay with it. */
  refuse([first, ...rest]: readonly Step[], { code, message }: Refused): void {
    if (first == null) return;
    const outcome = FAILURES.has(code) ? 'failed' : 'skipped';
    const tell = (step: Step, text: string): void => {
      this.refused.push(step);
      this.tally[outcome]++;
      const severity = outcome === 'failed' ? 'error' : SEVERITY_OF[code];
      this.report({ severity, code, path: step.path, message: `${text} ${KEPT}` });
    };
    tell(first, (code === 'conflict' || code === 'missing' ? this.hands.explain?.(first) : undefined) ?? message);
    for (const step of rest)
      tell(step, `It belongs to ${first.path.text}, which could not be done; a photo’s files stay together.`);
  }

  /** Into the ledger, then into the catalog. The first time the act itself goes before. */
  commit(records: readonly LedgerRecord[], work?: () => void): void {
    const first = this.#isBegun || this.act.record == null ? [] : [this.act.record];
    this.run.store.commit([...first, ...records], work);
    this.#isBegun = true;
  }

  /** Where nothing can be written any more it is not the one file that is refused. */
  #canWrite(): boolean {
    const { root, keepsake } = this.run.store.layout;
    return this.hands.fs.canWrite(root) && this.hands.fs.canWrite(keepsake);
  }

  #isThere(): boolean {
    try {
      return this.hands.fs.lstat(this.run.store.layout.identity) != null;
    } catch {
      return false;
    }
  }

  progress(): void {
    const { actions, bytes } = this.#total;
    this.run.progress({
      phase: 'apply',
      done: this.done,
      total: actions,
      bytes: this.tally.bytes,
      totalBytes: bytes,
    });
  }
}
