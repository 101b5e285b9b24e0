import { randomUUID } from 'node:crypto';
import type { Name } from '../../backup/name.ts';
import { type LedgerRecord, type Original, type RecordedState, toLedgerName } from '../../ledger/record.ts';
import { parted } from '../../plan/step.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;
type Step = Of<'intent'>['dirs'][number][1][number];

export interface DrivenSource {
  readonly kind: string;
  readonly label: string;
}

/** Lines that are appended together. */
export class RecordBatch {
  readonly said: Of<'said'>['assets'] = [];
  readonly members = new Map<string, Set<string>>();
  readonly #change: string;
  readonly #batch = randomUUID();
  readonly #steps = new Map<string, Of<'intent'>['dirs'][number]>();
  readonly #ids: number[] = [];
  readonly #sums = new Map<string, Of<'sums'>>();
  readonly #others: LedgerRecord[] = [];
  readonly #imported = new Map<string, Pick<Of<'imported'>, 'dir' | 'files'>>();

  constructor(change: string) {
    this.#change = change;
  }

  get hasSteps(): boolean {
    return this.#ids.length > 0;
  }

  step(step: Omit<Step, 'name'>, path: Name): void {
    const { dir, name } = parted(path);
    const steps = this.#steps.get(dir.text) ?? [toLedgerName(dir), []];
    this.#steps.set(dir.text, steps);
    steps[1].push({ ...step, name: toLedgerName(name) });
    this.#ids.push(step.id);
  }

  sum(path: Name, state: RecordedState, was: RecordedState | null): void {
    const { dir, name } = parted(path);
    const line: Of<'sums'> = this.#sums.get(dir.text) ?? {
      t: 'sums',
      at: Date.now(),
      why: 'applied',
      change: this.#change,
      dir: toLedgerName(dir),
      files: [],
      was: [],
    };
    this.#sums.set(dir.text, line);
    line.files.push([toLedgerName(name), state]);
    line.was?.push(was);
  }

  /** What is on record isn't there as a file any more. */
  gone(path: Name, was: RecordedState): void {
    const { dir, name } = parted(path);
    const change = this.#change;
    const files: Of<'gone'>['files'] = [[toLedgerName(name), was]];
    this.#others.push({ t: 'gone', at: Date.now(), why: 'applied', change, dir: toLedgerName(dir), files });
  }

  /** The same bytes as before, at another time. */
  touch(path: Name, state: RecordedState): void {
    const { dir, name } = parted(path);
    this.#others.push({
      t: 'sums',
      at: Date.now(),
      why: 'touched',
      dir: toLedgerName(dir),
      files: [[toLedgerName(name), state]],
    });
  }

  imported(path: Name, original: Original): void {
    const { dir, name } = parted(path);
    const line = this.#imported.get(dir.text) ?? { dir: toLedgerName(dir), files: [] };
    this.#imported.set(dir.text, line);
    line.files.push([toLedgerName(name), original]);
  }

  member(title: string, uuid: string): void {
    this.members.set(title, (this.members.get(title) ?? new Set()).add(uuid));
  }

  /** What is to be on the disk before anything of a person's is touched. */
  intent(): readonly LedgerRecord[] {
    if (!this.hasSteps) return [];
    return [{ t: 'intent', at: Date.now(), change: this.#change, batch: this.#batch, dirs: [...this.#steps.values()] }];
  }

  /** All else, when it has happened. */
  outcome(source: DrivenSource): readonly LedgerRecord[] {
    const at = Date.now();
    const change = this.#change;
    const batch = this.#batch;
    const records: LedgerRecord[] = [];
    records.push(...this.#sums.values(), ...this.#others);
    for (const line of this.#imported.values()) records.push({ t: 'imported', at, source: { ...source }, ...line });
    if (this.said.length > 0) records.push({ t: 'said', at, from: source.kind, assets: this.said });
    if (this.hasSteps) records.push({ t: 'done', at, change, batch, actions: this.#ids });
    return records;
  }
}
