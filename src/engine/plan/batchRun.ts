/**
 * One batch: check, build beside, prove, sync, intent, swap, sync, done, cache, clean. Whatever happens in between,
 * recovery finds each step taken or not taken, and no byte of a person's lost.
 */
import { randomUUID } from 'node:crypto';
import type { Name } from '../backup/name.ts';
import { type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import { byAsset } from './batches.ts';
import { build } from './building.ts';
import { check, checkBuilt } from './checking.ts';
import type { FileSystem } from './fileSystem.ts';
import type { Action } from './form.ts';
import { intentOf } from './intent.ts';
import type { Item } from './item.ts';
import type { ActionState } from './journal.ts';
import { Refused } from './refused.ts';
import { recordsOf, type Settled, showSettled } from './settled.ts';
import { isOfLink, parted, type Step } from './step.ts';
import { swap, swapBack } from './swapping.ts';
import type { Workplace } from './workplace.ts';

const isWork = ({ step, isThere }: Item): boolean => step.do !== 'keep' && isThere !== true;
const isBuilt = (item: Item): boolean => isWork(item) && (item.step.do === 'copy' || item.step.do === 'metadata');
const isMoved = (item: Item): boolean => isWork(item) && (item.step.do === 'move' || item.step.do === 'quarantine');

/** The copy in place of whose tags this one is made, if they can't be written. */
const insteadOf = ({ step: { action } }: Pick<Item, 'step'>): number | undefined =>
  action?.action === 'copy' ? action.instead : undefined;

function cameOf(happened: readonly Item[]): (action: Action) => string | undefined {
  const came = new Map(happened.map(({ step, of, sha256 }) => [step.id, of?.sha256 ?? sha256]));
  return ({ id }) => came.get(id);
}

export class BatchRun {
  readonly #batch = randomUUID();
  readonly #place: Workplace;
  readonly #fs: FileSystem;
  /** It failed before anything of it had happened, and left nothing. */
  isTakenBack = false;
  /** Recovered steps, of which the job has not said yet what it has to add. */
  readonly #again: Step[] = [];

  constructor(place: Workplace) {
    this.#place = place;
    this.#fs = place.hands.fs;
  }

  /** @param onRefused what is to be recorded of what was not taken */
  async take(
    steps: readonly Step[],
    onRefused: (batch: string, isAnyTaken: boolean) => readonly LedgerRecord[],
  ): Promise<void> {
    const { run, act, folders, checker, tally } = this.#place;
    folders.forget();
    const found = await this.#place.each(this.#toDo(steps), item => check(checker, item));
    const built = found.filter(isBuilt);
    let items: readonly Item[] = found;
    try {
      items = await this.#prepare(found, built);
      const work = items.filter(isWork);
      if (work.length > 0) this.#place.commit([intentOf(act.id, this.#batch, work)]);
    } catch (error) {
      await this.#giveUp(built);
      throw error;
    }
    const work = items.filter(isWork);
    const undone = this.#swapAll(work);
    const settled = await this.#settle(work.filter(item => !undone.has(item)));
    const happened = items.filter(item => !undone.has(item));
    const isAnyTaken = tally.applied + happened.length > 0;
    const records = [
      ...(undone.size > 0 ? [this.#ending('abort', [...undone])] : []),
      ...onRefused(this.#batch, isAnyTaken),
      ...this.#doneRecords(settled, happened),
    ];
    // A batch that was begun is ended also where nothing came of it.
    if (records.length === 0 && built.length > 0) records.push(this.#ending('abort', []));
    if (records.length > 0) this.#place.commit(records, () => showSettled(run.store, settled, this.#place.mayBeMoved));
    const here = happened.filter(({ isThere }) => isThere === true).length;
    tally.unchanged += here;
    tally.applied += happened.length - here;
    for (const { step, isThere } of happened)
      if (isThere !== true) this.#place.taken.set(step.do, (this.#place.taken.get(step.do) ?? 0) + 1);
    await this.#clean(work.filter(item => item.step.do === 'metadata' && !undone.has(item)));
  }

  #toDo(steps: readonly Step[]): readonly Item[] {
    const { journal, act, places } = this.#place;
    let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
    for (const { id } of steps) [first, last] = [Math.min(first, id), Math.max(last, id)];
    const states = journal.states(act.id, first, last);
    const open = steps.filter(step => this.#isToDo(step, states.get(step.id)));
    const ofOpen = new Set(open.map(({ id }) => id));
    // Of a copy that came before it was decided then what stands in for it: an intent had it, or it was not wanted.
    const isDecided = (step: Step): boolean => !ofOpen.has(insteadOf({ step }) ?? step.id);
    const wanted = open.filter(step => !isDecided(step) || states.get(step.id) === 'aborted');
    this.#place.tally.unneeded += open.length - wanted.length;
    return wanted.map(step => ({
      step,
      temporary: places.temporary(this.#batch, step),
      raw: places.raw(this.#batch, step),
      hold: places.hold(this.#batch, step),
      ...(isDecided(step) && { isWanted: true as const }),
    }));
  }

  #isToDo(step: Step, state: ActionState | undefined): boolean {
    if (state === 'intent') {
      this.#place.refuse(
        [step],
        new Refused('conflict', 'An earlier run was broken off here, and what it left must be settled first.'),
      );
      // The intent stands: nothing is recorded over it.
      this.#place.refused.pop();
      return false;
    }
    if (state === 'recovered') this.#again.push(step);
    if (state !== 'done' && state !== 'recovered') return true;
    this.#place.tally.unchanged++;
    return false;
  }

  /** All that is new is built and on the disk, and there are folders for all. @returns what is left to be done */
  async #prepare(found: readonly Item[], built: readonly Item[]): Promise<readonly Item[]> {
    const { folders, places, checker } = this.#place;
    let items = found;
    if (built.length > 0) {
      this.#begin(built);
      items = await this.#place.each(items, async item => {
        if (isBuilt(item) && insteadOf(item) == null) await this.#build(item);
      });
      items = this.#withInstead(items);
      items = await this.#place.each(items, async item => {
        if (isBuilt(item) && insteadOf(item) != null) await this.#build(item);
      });
      this.#tellNext();
      items = await this.#place.each(items, async item => {
        if (isWork(item)) await checkBuilt(checker, item);
      });
    }
    items = await this.#place.each(items, async item => {
      if (isMoved(item) || (isWork(item) && item.step.do === 'link'))
        folders.make(parted(places.target(item.step)).dir);
    });
    for (const item of built) if (!items.includes(item) || item.isThere === true) this.#drop(item);
    await folders.sync();
    return items;
  }

  /** Tells of tags that could not be written. @returns without what is made instead, where they could be */
  #withInstead(items: readonly Item[]): readonly Item[] {
    const unwritten = new Map(items.filter(item => item.unwritten != null).map(item => [item.step.id, item]));
    const isNeeded = (item: Item, instead = insteadOf(item)): boolean =>
      instead == null || unwritten.has(instead) || item.isWanted === true;
    const needed = items.filter(item => isNeeded(item));
    this.#place.tally.unneeded += items.length - needed.length;
    for (const { step, unwritten: why = '' } of unwritten.values()) {
      const instead = needed.find(item => insteadOf(item) === step.id)?.step.path.text;
      const message = instead == null ? why : `${why} What was to be written is in ${instead}.`;
      this.#place.report({ severity: 'warning', code: 'metadata-unwritten', path: step.path, message });
    }
    return needed;
  }

  /** What it takes to build them can be done in another thread while this batch is settled. */
  #tellNext(): void {
    const { hands, next } = this.#place;
    hands.ahead?.(next.flatMap(({ action }) => (action?.action === 'copy' && action.instead == null ? [action] : [])));
  }

  /** From here on temporaries may lie in these folders. */
  #begin(built: readonly Item[]): void {
    const dirs = new Map(built.map(({ step }) => [parted(step.path).dir.text, toLedgerName(parted(step.path).dir)]));
    const { act } = this.#place;
    this.#place.commit([{ t: 'build', at: Date.now(), change: act.id, batch: this.#batch, dirs: [...dirs.values()] }]);
  }

  async #build(item: Item): Promise<void> {
    const { folders, builder } = this.#place;
    const { dir } = parted(item.step.path);
    folders.make(dir);
    folders.touch(dir);
    try {
      await build(builder, item);
    } catch (error) {
      this.#drop(item);
      throw error;
    }
  }

  /** What was built and is not wanted. */
  #drop({ temporary, raw, hold, step }: Item): void {
    this.#unlinkQuietly(temporary);
    this.#unlinkQuietly(raw);
    this.#unlinkQuietly(hold);
    this.#place.folders.touch(parted(step.path).dir);
  }

  #unlinkQuietly(path: Name): void {
    try {
      if (this.#fs.lstat(this.#place.places.at(path)) != null) this.#fs.unlink(this.#place.places.at(path));
    } catch {
      // A disk that fails: recovery finds it by its name.
    }
  }

  /** Before the intent: nothing has happened, and nothing is to be left. */
  async #giveUp(built: readonly Item[]): Promise<void> {
    for (const item of built) this.#drop(item);
    try {
      if (built.length > 0) {
        await this.#place.folders.sync();
        this.#place.commit([this.#ending('abort', [])]);
      }
      this.isTakenBack = true;
    } catch {
      // The next recovery does it.
    }
  }

  /** @returns those that were not taken: their names were taken by others meanwhile */
  #swapAll(work: readonly Item[]): ReadonlySet<Item> {
    const swapper = { fs: this.#fs, places: this.#place.places, folders: this.#place.folders };
    // A link may have come into the place of a folder while the new bytes were built.
    this.#place.folders.forget();
    const undone = new Set<Item>();
    for (const run of byAsset(work)) {
      const swapped: Item[] = [];
      for (const item of run) {
        try {
          swap(swapper, item);
          swapped.push(item);
        } catch (error) {
          const why = this.#place.refusal(error);
          // Half a swap of metadata is taken back as well.
          for (const done of [item, ...swapped.reverse()]) swapBack(swapper, done);
          this.#place.refuse([item.step, ...run.filter(other => other !== item).map(({ step }) => step)], why);
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
    const { places, folders, checker } = this.#place;
    const linked = work.filter(({ naming }) => naming === 'linked');
    for (const { step, temporary } of linked) if (step.do === 'copy') this.#fs.unlink(places.at(temporary));
    await folders.sync();
    for (const item of linked.filter(isMoved)) {
      const origin = places.origin(item.step);
      if (!this.#fs.isSameFile(places.at(origin), places.at(places.target(item.step))))
        throw new Error(`${origin.text} was replaced while it was being moved.`);
      this.#fs.unlink(places.at(origin));
      folders.touch(parted(origin).dir);
    }
    await folders.sync();
    const nothing = { state: undefined, uid: undefined };
    return work.flatMap(({ step, sha256, reading, was = nothing }) => {
      if (isOfLink(step)) return [];
      const place = places.target(step);
      const stat = this.#fs.lstat(places.at(place));
      if (stat?.kind !== 'file') throw new Error(`${place.text} is not there after it was written.`);
      const target = checker.recorded.of(step.path);
      return [{ step, sha256: sha256 ?? step.sha256 ?? '', stat, was, target, ...(reading != null && { reading }) }];
    });
  }

  #doneRecords(settled: readonly Settled[], happened: readonly Item[]): readonly LedgerRecord[] {
    const steps = [...happened.map(({ step }) => step), ...this.#again];
    if (steps.length === 0) return [];
    const actions = steps.flatMap(({ action }) => (action == null ? [] : [action]));
    return [
      ...recordsOf(settled, this.#place.act.id),
      ...(this.#place.hands.onDone?.(actions, this.#sha256Of(happened), cameOf(happened)) ?? []),
      // The last line: with it a torn append is known to be whole.
      this.#ending(
        'done',
        steps.map(step => ({ step })),
      ),
    ];
  }

  /** Of the bytes at an action's target: as they were built or checked now, else as they are on record. */
  #sha256Of(happened: readonly Item[]): (action: Action) => string | undefined {
    const known = new Map(happened.map(({ step, sha256 }) => [step.id, sha256 ?? step.sha256]));
    const paths = new Map([...happened.map(({ step }) => step), ...this.#again].map(({ id, path }) => [id, path]));
    return ({ id }) => {
      const path = paths.get(id);
      return known.get(id) ?? (path == null ? undefined : this.#place.checker.recorded.of(path).state?.[2]);
    };
  }

  /** Old bytes go when the new ones are on record. */
  async #clean(rewritten: readonly Item[]): Promise<void> {
    const { places, folders, journal } = this.#place;
    if (rewritten.length === 0) return;
    for (const { hold } of rewritten) {
      this.#fs.unlink(places.at(hold));
      folders.touch(parted(hold).dir);
    }
    await folders.sync();
    journal.close(this.#batch);
  }

  #ending(t: 'done' | 'abort', items: readonly { readonly step: Step }[]): LedgerRecord {
    const actions = items.map(({ step }) => step.id);
    return { t, at: Date.now(), change: this.#place.act.id, batch: this.#batch, actions };
  }
}
