/**
 * Takes steps, batch by batch: check, build beside, prove, sync, intent, swap, sync, done, cache, clean. Whatever
 * happens in between, recovery finds the batch taken or not taken, and no byte of a person's lost.
 */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Name } from '../backup/name.ts';
import { type Finding, type FindingCode, SEVERITY_OF } from '../catalog/findings.ts';
import type { Store } from '../catalog/store.ts';
import { type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import { batches, byAsset } from './batches.ts';
import { type Builder, build, type Writer } from './building.ts';
import { type Checker, check, checkBuilt } from './checking.ts';
import type { FileSystem } from './fileSystem.ts';
import { Folders } from './folders.ts';
import type { Action, CopyAction } from './form.ts';
import { inParallel } from './inParallel.ts';
import { intentOf } from './intent.ts';
import type { Item } from './item.ts';
import { type ActionState, Journal } from './journal.ts';
import { Places, undoFile } from './places.ts';
import { Recorded } from './recorded.ts';
import { isOfOneFile, Refused } from './refused.ts';
import { recordsOf, type Settled, showSettled } from './settled.ts';
import { parted, type Step } from './step.ts';
import { swap, swapBack } from './swapping.ts';
import { keepBytes, makePatch } from './undoData.ts';

/** What the executor needs of the job that it works for. */
export interface ApplyRun {
  readonly store: Store;
  /** @throws when the person stops the job */
  check(): void;
  pause: () => Promise<void> | undefined;
  progress(progress: { phase: string; done: number; total: number; bytes: number; totalBytes: number }): void;
  report(finding: Finding): void;
  count(counts: Readonly<Record<string, number | string>>): void;
}

export interface Hands {
  readonly fs: FileSystem;
  /** The bytes that a copy takes. What it throws concerns that copy alone. */
  readonly bytesOf: (action: CopyAction) => Promise<Readable>;
  readonly metadata?: Writer | undefined;
  /** What the job has to add to the record once these actions have happened. */
  readonly onDone?: ((actions: readonly Action[]) => readonly LedgerRecord[]) | undefined;
}

/** The act as which the steps are recorded. */
export interface Act {
  readonly id: string;
  /** Written before the first step; undefined where it was written by an earlier run. */
  readonly record: LedgerRecord | undefined;
}

export interface Tally {
  /** Taken now. */
  applied: number;
  /** Taken by an earlier run, or there already. */
  unchanged: number;
  skipped: number;
  failed: number;
  /** Written. */
  bytes: number;
}

/** How many files are built at once: waiting for the disk is most of it, and a disk waits for several at once. */
const AT_ONCE = 4;
/** Refusals that come of a source or a disk that fails, rather than of what lies there. */
const FAILURES: ReadonlySet<FindingCode> = new Set(['copy-failed', 'unreadable']);
const KEPT = 'Nothing was changed there.';

export class Executor {
  readonly tally: Tally = { applied: 0, unchanged: 0, skipped: 0, failed: 0, bytes: 0 };
  readonly #run: ApplyRun;
  readonly #hands: Hands;
  readonly #act: Act;
  readonly #total: { readonly actions: number; readonly bytes: number };
  readonly #places: Places;
  readonly #folders: Folders;
  readonly #journal: Journal;
  readonly #checker: Checker;
  readonly #builder: Builder;
  #isBegun: boolean;
  #done = 0;
  #refused: Step[] = [];

  /** @param total for the progress */
  constructor(run: ApplyRun, hands: Hands, act: Act, total: { readonly actions: number; readonly bytes: number }) {
    this.#run = run;
    this.#hands = hands;
    this.#act = act;
    this.#total = total;
    this.#isBegun = act.record == null;
    const { fs } = hands;
    const { db, layout } = run.store;
    this.#places = new Places(layout.root, act.id);
    this.#folders = new Folders(fs, path => this.#places.at(path));
    this.#journal = new Journal(db);
    const { pause } = run;
    this.#checker = { fs, places: this.#places, folders: this.#folders, recorded: new Recorded(db), pause };
    this.#builder = {
      fs,
      places: this.#places,
      bytesOf: hands.bytesOf,
      metadata: hands.metadata,
      pause,
      onBytes: bytes => {
        this.tally.bytes += bytes;
        this.#progress();
      },
    };
  }

  /** Whether anything of the act is on the record. */
  get isBegun(): boolean {
    return this.#isBegun;
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
    for (const batch of batches(steps)) {
      this.#run.check();
      this.#refused = [];
      await this.#take(batch, onRefused);
    }
  }

  async #take(steps: readonly Step[], onRefused: Parameters<Executor['take']>[1]): Promise<void> {
    const batch = randomUUID();
    const ids = steps.map(({ id }) => id);
    const states = this.#journal.states(this.#act.id, Math.min(...ids), Math.max(...ids));
    const again: Step[] = [];
    let items = steps.flatMap((step): Item[] => {
      const item = { step, temporary: this.#places.temporary(batch, step), hold: this.#places.hold(batch, step) };
      return this.#isToDo(step, states.get(step.id), again) ? [item] : [];
    });
    this.#folders.forget();
    items = await this.#each(items, item => check(this.#checker, item));
    const isWork = ({ step, isThere }: Item): boolean => step.do !== 'keep' && isThere !== true;
    const built = items.filter(item => isWork(item) && (item.step.do === 'copy' || item.step.do === 'metadata'));
    try {
      if (built.length > 0) {
        this.#begin(batch, built);
        items = await this.#each(items, item => this.#build(item, isWork(item)));
        items = await this.#each(items, item => (isWork(item) ? checkBuilt(this.#checker, item) : Promise.resolve()));
      }
      const moved = items.filter(item => isWork(item) && (item.step.do === 'move' || item.step.do === 'quarantine'));
      items = await this.#each(items, async item => {
        if (moved.includes(item)) this.#folders.make(parted(this.#places.target(item.step)).dir);
      });
      for (const item of built) if (!items.includes(item) || item.isThere === true) this.#drop(item);
      await this.#folders.sync();
    } catch (error) {
      await this.#giveUp(batch, built);
      throw error;
    }
    const work = items.filter(isWork);
    if (work.length > 0) this.#commit([intentOf(this.#act.id, batch, work)]);
    const undone = this.#swapAll(work);
    const settled = await this.#settle(work.filter(item => !undone.has(item)));
    const happened = items.filter(item => !undone.has(item)).map(({ step }) => step);
    const records = [
      ...(undone.size > 0
        ? [
            this.#ending(
              'abort',
              batch,
              [...undone].map(({ step }) => step.id),
            ),
          ]
        : []),
      ...(onRefused?.(this.#refused, batch, this.tally.applied + happened.length > 0) ?? []),
      ...this.#doneRecords(batch, settled, [...happened, ...again]),
    ];
    // A batch that was begun is ended also where nothing came of it.
    if (records.length === 0 && built.length > 0) records.push(this.#ending('abort', batch, []));
    if (records.length > 0) this.#commit(records, () => showSettled(this.#run.store, settled));
    const here = items.filter(item => !isWork(item) && item.step.do !== 'keep').length;
    this.tally.unchanged += here;
    this.tally.applied += happened.length - here;
    await this.#clean(batch, work, undone);
    this.#done += steps.length;
    this.#progress();
  }

  #isToDo(step: Step, state: ActionState | undefined, again: Step[]): boolean {
    if (state === 'intent') {
      this.#refuse(
        [step],
        new Refused('conflict', 'An earlier run was broken off here, and what it left must be settled first.'),
      );
      // The intent stands: nothing is recorded over it.
      this.#refused.pop();
      return false;
    }
    if (state === 'recovered') again.push(step);
    if (state !== 'done' && state !== 'recovered') return true;
    this.tally.unchanged++;
    return false;
  }

  /** Works on each; what is refused falls away with all of its asset. @returns the others */
  async #each(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<Item[]> {
    const refused = new Map<Item, Refused>();
    await inParallel(items, AT_ONCE, async item => {
      try {
        this.#run.check();
        await work(item);
      } catch (error) {
        if (error instanceof Refused) refused.set(item, error);
        else if (isOfOneFile(error, () => this.#isThere()))
          refused.set(item, new Refused('copy-failed', `The system refuses it (${(error as Error).message}).`));
        else throw error;
      }
    });
    if (refused.size === 0) return [...items];
    return byAsset(items).flatMap(run => {
      const first = run.find(item => refused.has(item));
      const why = first == null ? undefined : refused.get(first);
      if (first == null || why == null) return run;
      this.#refuse([first.step, ...run.filter(item => item !== first).map(({ step }) => step)], why);
      return [];
    });
  }

  /** Tells of the first why it was not taken, and of the others of its asset that they stay with it. */
  #refuse([first, ...rest]: readonly Step[], { code, message }: Refused): void {
    if (first == null) return;
    const outcome = FAILURES.has(code) ? 'failed' : 'skipped';
    const tell = (step: Step, text: string): void => {
      this.#refused.push(step);
      this.tally[outcome]++;
      const severity = outcome === 'failed' ? 'error' : SEVERITY_OF[code];
      this.#run.report({ severity, code, path: step.path, message: `${text} ${KEPT}` });
    };
    tell(first, message);
    for (const step of rest)
      tell(step, `It belongs to ${first.path.text}, which could not be done; a photo’s files stay together.`);
  }

  /** From here on temporaries may lie in these folders. */
  #begin(batch: string, built: readonly Item[]): void {
    const dirs = new Map(built.map(({ step }) => [parted(step.path).dir.text, parted(step.path).dir]));
    this.#commit([
      { t: 'build', at: Date.now(), change: this.#act.id, batch, dirs: [...dirs.values()].map(toLedgerName) },
    ]);
  }

  async #build(item: Item, isWork: boolean): Promise<void> {
    const { step } = item;
    if (!isWork || (step.do !== 'copy' && step.do !== 'metadata')) return;
    const { dir } = parted(step.path);
    this.#folders.make(dir);
    this.#folders.touch(dir);
    try {
      await build(this.#builder, item);
      if (step.do === 'metadata') await this.#keepOld(item);
    } catch (error) {
      this.#drop(item);
      throw error;
    }
  }

  /** What brings the old bytes back is on the disk before they go. */
  async #keepOld(item: Item): Promise<void> {
    const { fs } = this.#hands;
    const { step, found } = item;
    const { sha256 = '' } = step;
    const [before, after] = [this.#places.at(step.path), this.#places.at(item.temporary)];
    const size = fs.lstat(after)?.size ?? 0;
    const patch = await makePatch(fs, before, after, { before: found?.size ?? 0, after: size }, sha256);
    for (const kind of ['patch', 'whole'] as const) this.#unlinkQuietly(undoFile(this.#act.id, step.id, kind));
    item.undo = patch == null ? 'whole' : 'patch';
    const kept = undoFile(this.#act.id, step.id, item.undo);
    this.#folders.make(parted(kept).dir);
    this.#folders.touch(parted(kept).dir);
    await keepBytes(fs, before, this.#places.at(kept), patch);
  }

  /** What was built and is not wanted. */
  #drop({ temporary, hold, step }: Item): void {
    this.#unlinkQuietly(temporary);
    this.#unlinkQuietly(hold);
    this.#folders.touch(parted(step.path).dir);
  }

  #unlinkQuietly(path: Name): void {
    try {
      if (this.#hands.fs.lstat(this.#places.at(path)) != null) this.#hands.fs.unlink(this.#places.at(path));
    } catch {
      // A disk that fails: recovery finds it by its name.
    }
  }

  /** Before the intent: nothing has happened, and nothing is to be left. */
  async #giveUp(batch: string, built: readonly Item[]): Promise<void> {
    for (const item of built) this.#drop(item);
    if (built.length === 0) return;
    try {
      await this.#folders.sync();
      this.#commit([this.#ending('abort', batch, [])]);
    } catch {
      // The next recovery does it.
    }
  }

  /** @returns those that were not taken: their names were taken by others meanwhile */
  #swapAll(work: readonly Item[]): ReadonlySet<Item> {
    const swapper = { fs: this.#hands.fs, places: this.#places, folders: this.#folders };
    const undone = new Set<Item>();
    for (const run of byAsset(work)) {
      const swapped: Item[] = [];
      for (const item of run) {
        try {
          swap(swapper, item);
          swapped.push(item);
        } catch (error) {
          if (!(error instanceof Refused) && !isOfOneFile(error, () => this.#isThere())) throw error;
          // Half a swap of metadata is taken back as well.
          for (const done of [item, ...swapped.reverse()]) swapBack(swapper, done);
          const why =
            error instanceof Refused
              ? error
              : new Refused('copy-failed', `The system refuses it (${(error as Error).message}).`);
          this.#refuse([item.step, ...run.filter(other => other !== item).map(({ step }) => step)], why);
          for (const one of run) undone.add(one);
          break;
        }
      }
    }
    for (const item of undone) this.#drop(item);
    return undone;
  }

  /** All that has happened is on the disk when this ends, and old names are gone. */
  async #settle(work: readonly Item[]): Promise<Settled[]> {
    const { fs } = this.#hands;
    for (const { step, naming, temporary } of work) {
      if (step.do === 'copy' && naming === 'linked') fs.unlink(this.#places.at(temporary));
    }
    await this.#folders.sync();
    for (const { step, naming } of work) {
      if (step.do !== 'move' && step.do !== 'quarantine') continue;
      if (naming !== 'linked') continue;
      const origin = this.#places.origin(step);
      if (!fs.isSameFile(this.#places.at(origin), this.#places.at(this.#places.target(step))))
        throw new Error(`${origin.text} was replaced while it was being moved.`);
      fs.unlink(this.#places.at(origin));
      this.#folders.touch(parted(origin).dir);
    }
    await this.#folders.sync();
    return work.map(({ step, sha256, was }) => {
      const target = this.#places.target(step);
      const stat = fs.lstat(this.#places.at(target));
      if (stat?.kind !== 'file') throw new Error(`${target.text} is not there after it was written.`);
      const recorded = this.#checker.recorded.of(step.path);
      return {
        step,
        sha256: sha256 ?? step.sha256 ?? '',
        stat,
        was: was ?? { state: undefined, uid: undefined },
        target: recorded,
      };
    });
  }

  #doneRecords(batch: string, settled: readonly Settled[], happened: readonly Step[]): readonly LedgerRecord[] {
    if (happened.length === 0) return [];
    const actions = happened.flatMap(({ action }) => (action == null ? [] : [action]));
    return [
      ...recordsOf(settled, this.#act.id),
      ...(this.#hands.onDone?.(actions) ?? []),
      // The last line: with it a torn append is known to be whole.
      this.#ending(
        'done',
        batch,
        happened.map(({ id }) => id),
      ),
    ];
  }

  async #clean(batch: string, work: readonly Item[], undone: ReadonlySet<Item>): Promise<void> {
    const held = work.filter(item => item.step.do === 'metadata' && !undone.has(item));
    for (const item of held) this.#hands.fs.unlink(this.#places.at(item.hold));
    for (const { step } of held) this.#folders.touch(parted(step.path).dir);
    await this.#folders.sync();
    if (held.length > 0) this.#journal.close(batch);
  }

  #ending(t: 'done' | 'abort', batch: string, actions: readonly number[]): LedgerRecord {
    return { t, at: Date.now(), change: this.#act.id, batch, actions: [...actions] };
  }

  #commit(records: readonly LedgerRecord[], work?: () => void): void {
    const first = this.#isBegun || this.#act.record == null ? [] : [this.#act.record];
    this.#run.store.commit([...first, ...records], work);
    this.#isBegun = true;
  }

  #isThere(): boolean {
    try {
      return this.#hands.fs.lstat(this.#run.store.layout.identity) != null;
    } catch {
      return false;
    }
  }

  #progress(): void {
    const { actions, bytes } = this.#total;
    this.#run.progress({
      phase: 'apply',
      done: this.#done,
      total: actions,
      bytes: this.tally.bytes,
      totalBytes: bytes,
    });
  }
}
