/**
 * One batch that was broken off after its intent: of each action it is found out by the bytes whether it happened; what
 * still can be done is done, what has not happened is taken back, and where neither can be told nothing is touched.
 */
import type { Name } from '../backup/name.ts';
import { type Finding, SEVERITY_OF } from '../catalog/findings.ts';
import type { Store } from '../catalog/store.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { isLinkOf } from './checking.ts';
import type { FileSystem } from './fileSystem.ts';
import { Folders } from './folders.ts';
import type { Entry } from './journal.ts';
import { linkText } from './linkText.ts';
import { giveName } from './naming.ts';
import { asideOf, Places, undoFile } from './places.ts';
import { Recorded } from './recorded.ts';
import { Refused } from './refused.ts';
import { recordsOf, type Settled, showSettled } from './settled.ts';
import { isOfLink, parted } from './step.ts';

export interface RecoverRun {
  readonly store: Store;
  pause: () => Promise<void> | undefined;
  report(finding: Finding): void;
}

export interface Recovery {
  /** Actions that were brought to their end, and that were taken back. */
  readonly done: number;
  readonly aborted: number;
  readonly conflicts: number;
}

type Outcome = 'done' | 'aborted';

export class BatchRecovery {
  readonly #run: RecoverRun;
  readonly #fs: FileSystem;
  readonly #entries: readonly Entry[];
  readonly #places: Places;
  readonly #folders: Folders;
  readonly #recorded: Recorded;

  /** @param entries open ones of one batch */
  constructor(run: RecoverRun, fs: FileSystem, entries: readonly Entry[]) {
    this.#run = run;
    this.#fs = fs;
    this.#entries = entries;
    this.#places = new Places(run.store.layout.root, entries[0]?.change ?? '');
    this.#folders = new Folders(fs, path => this.#places.at(path));
    this.#recorded = new Recorded(run.store.db);
  }

  async settle(): Promise<Recovery> {
    const done: Entry[] = [];
    const aborted: Entry[] = [];
    let conflicts = 0;
    for (const entry of this.#entries) {
      try {
        (await this.#outcome(entry)) === 'done' ? done.push(entry) : aborted.push(entry);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        conflicts++;
        this.#run.report({
          severity: SEVERITY_OF.conflict,
          code: 'conflict',
          path: entry.path,
          message: `A run was broken off while it was working on this file, and it can’t be told what happened since: ${error.message} Nothing was changed, and all there is was kept.`,
        });
      }
    }
    await this.#folders.sync();
    for (const entry of done) this.#dropOld(entry);
    for (const entry of aborted) this.#drop(entry);
    await this.#folders.sync();
    this.#commit(done, aborted);
    await this.#clean(done);
    return { done: done.length, aborted: aborted.length, conflicts };
  }

  /** @throws {Refused} where neither is so */
  async #outcome(entry: Entry): Promise<Outcome> {
    // Another program did it, whose export settles what was copied aside: it has not come to this one.
    if (this.#isAside(entry)) return 'aborted';
    if (entry.do === 'copy') return this.#copied(entry);
    if (isOfLink(entry)) return this.#linked(entry);
    return entry.do === 'metadata' ? this.#rewritten(entry) : this.#moved(entry);
  }

  #isAside({ do: act, change, path }: Entry): boolean {
    if (act !== 'quarantine' && act !== 'copy') return false;
    const copy = asideOf(change, path);
    return this.#folders.check(parted(copy).dir) && this.#fs.lstat(this.#places.at(copy)) != null;
  }

  async #copied(entry: Entry): Promise<Outcome> {
    const { path, batch } = entry;
    const temporary = this.#places.temporary(batch, entry);
    const now = await this.#hash(path);
    this.#folders.touch(parted(path).dir);
    if (now === entry.new) return 'done';
    const built = await this.#hash(temporary);
    if (now != null)
      throw new Refused(
        'conflict',
        built == null
          ? 'another file lies there.'
          : `another file lies there, and the new one is ${temporary.text}. Move one of the two away, and run this again.`,
      );
    if (built !== entry.new) return 'aborted';
    giveName(this.#fs, this.#places.at(temporary), this.#places.at(path));
    return 'done';
  }

  async #moved(entry: Entry): Promise<Outcome> {
    const origin = this.#places.origin(entry);
    const target = this.#places.target(entry);
    const [before, after] = [await this.#hash(origin), await this.#hash(target)];
    for (const path of [origin, target]) this.#folders.touch(parted(path).dir);
    if (after === entry.old) {
      if (before == null || this.#isSame(origin, target)) return 'done';
      // What is to be kept is kept, and something new has come where it was.
      if (entry.do === 'quarantine' && before !== entry.old) return 'done';
      // Both are whole, and two files: one of them was not made by us.
      throw new Refused(
        'conflict',
        `there are two, ${origin.text} and ${target.text}. Move one away, and run this again.`,
      );
    }
    if (before === entry.old && after == null) {
      this.#folders.make(parted(target).dir);
      giveName(this.#fs, this.#places.at(origin), this.#places.at(target));
      return 'done';
    }
    throw new Refused('conflict', `${origin.text} or ${target.text} is another file now.`);
  }

  /** What a link leads to came before it, or is found to have come: the entries are in that order. */
  async #linked(entry: Entry): Promise<Outcome> {
    const { path, from } = entry;
    const { dir } = parted(path);
    if (from == null || !this.#folders.check(dir)) return entry.do === 'link' ? 'aborted' : 'done';
    this.#folders.touch(dir);
    const place = this.#places.at(path);
    const isThere = (): boolean => isLinkOf({ fs: this.#fs, places: this.#places }, entry);
    if (entry.do === 'unlink') {
      if (isThere()) this.#fs.unlink(place);
      return 'done';
    }
    const target = this.#folders.check(parted(from).dir) ? this.#fs.lstat(this.#places.at(from)) : undefined;
    if (target?.kind === 'file') {
      if (this.#fs.lstat(place) == null) this.#fs.symlink(linkText(path, from), place);
      return isThere() ? 'done' : 'aborted';
    }
    if (isThere()) this.#fs.unlink(place);
    return 'aborted';
  }

  async #rewritten(entry: Entry): Promise<Outcome> {
    const { path } = entry;
    const held = this.#places.hold(entry.batch, entry);
    const temporary = this.#places.temporary(entry.batch, entry);
    this.#folders.touch(parted(path).dir);
    const now = await this.#hash(path);
    if (now === entry.new) return 'done';
    if (now === entry.old) return 'aborted';
    if (now == null && (await this.#hash(held)) === entry.old) {
      if ((await this.#hash(temporary)) === entry.new) {
        this.#fs.rename(this.#places.at(temporary), this.#places.at(path));
        return 'done';
      }
      this.#fs.rename(this.#places.at(held), this.#places.at(path));
      return 'aborted';
    }
    throw new Refused('conflict', 'it is neither as it was nor as it was to become.');
  }

  /** When all that is new is on the disk. */
  #dropOld(entry: Entry): void {
    if (isOfLink(entry)) return;
    if (entry.do === 'copy' || entry.do === 'metadata') return this.#unlink(this.#places.temporary(entry.batch, entry));
    const origin = this.#places.origin(entry);
    if (this.#isSame(origin, this.#places.target(entry))) this.#unlink(origin);
  }

  /** Of what did not happen: new bytes, and what was to bring the old ones back. */
  #drop(entry: Entry): void {
    this.#unlink(this.#places.temporary(entry.batch, entry));
    if (entry.do !== 'metadata') return;
    this.#unlink(this.#places.hold(entry.batch, entry));
    if (entry.undo != null) this.#unlink(undoFile(entry.change, entry.id, entry.undo));
  }

  #unlink(path: Name): void {
    if (this.#fs.lstat(this.#places.at(path)) == null) return;
    this.#fs.unlink(this.#places.at(path));
    this.#folders.touch(parted(path).dir);
  }

  #commit(done: readonly Entry[], aborted: readonly Entry[]): void {
    const { store } = this.#run;
    const [first] = this.#entries;
    if (first == null || done.length + aborted.length === 0) return;
    const { change, batch } = first;
    const at = Date.now();
    const settled = done.filter(entry => !isOfLink(entry)).map(entry => this.#settled(entry));
    const ids = (entries: readonly Entry[]): number[] => entries.map(({ id }) => id);
    const records: LedgerRecord[] = [...recordsOf(settled, change)];
    if (aborted.length > 0) records.push({ t: 'abort', at, change, batch, actions: ids(aborted) });
    if (done.length > 0) records.push({ t: 'done', at, change, batch, actions: ids(done), recovered: true });
    store.commit(records, () => showSettled(store, settled));
  }

  #settled(entry: Entry): Settled {
    const target = this.#places.target(entry);
    const stat = this.#fs.lstat(this.#places.at(target));
    if (stat?.kind !== 'file') throw new Error(`${target.text} is not there after it was recovered.`);
    const origin = entry.from ?? entry.path;
    return {
      step: entry,
      sha256: entry.new ?? entry.old ?? '',
      stat,
      was: this.#recorded.of(origin),
      target: this.#recorded.of(entry.path),
    };
  }

  /** Old bytes go when the new ones are on record. */
  async #clean(done: readonly Entry[]): Promise<void> {
    for (const entry of done) if (entry.do === 'metadata') this.#unlink(this.#places.hold(entry.batch, entry));
    await this.#folders.sync();
  }

  #isSame(a: Name, b: Name): boolean {
    return this.#fs.isSameFile(this.#places.at(a), this.#places.at(b));
  }

  /** @returns undefined where there is nothing; '' where there is no regular file @throws {Refused} where a link leads there */
  async #hash(path: Name): Promise<string | undefined> {
    if (!this.#folders.check(parted(path).dir)) return undefined;
    const stat = this.#fs.lstat(this.#places.at(path));
    if (stat == null) return undefined;
    if (stat.kind !== 'file') return '';
    return (await this.#fs.hash(this.#places.at(path), this.#run.pause)).sha256.toString('hex');
  }
}
