/** Exports by way of another program: see `drivenProgram.ts` for what happens when. */
import fs from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { readIdentity } from '../../backup/identity.ts';
import { layoutOf } from '../../backup/layout.ts';
import { type Name, nameOfText } from '../../backup/name.ts';
import type { Finding } from '../../catalog/findings.ts';
import { isOwed } from '../../catalog/owed.ts';
import { Aside, type Replaced } from '../../plan/aside.ts';
import { Journal } from '../../plan/journal.ts';
import { Recorded } from '../../plan/recorded.ts';
import { Refused } from '../../plan/refused.ts';
import type { ExportOptions } from '../exporting/exportOptions.ts';
import { LastExport } from '../exporting/lastExport.ts';
import { publishExport } from '../exporting/publishing.ts';
import type { ExportCounts } from '../exporting/tally.ts';
import { indexPending } from '../indexing/indexPending.ts';
import { type JobResult, type JobRun, runJob, Stopped } from '../job.ts';
import { makeTarget } from '../newBackup.ts';
import { survey } from '../survey.ts';
import { counted, NOTHING, sum } from './drivenCounts.ts';
import { tellOnly } from './drivenDryRun.ts';
import {
  CannotDrive,
  type DrivenEvent,
  type DrivenProgram,
  type DrivenRun,
  type DrivenTask,
  type Errand,
} from './drivenProgram.ts';
import { DrivenRecords } from './drivenRecords.ts';
import { ProgramRun } from './programRun.ts';

/** @throws {CannotDrive}, {@link import('./programRun.ts').DrivenFailed}, and as {@link runJob} */
export async function exportDriven(options: ExportOptions, program: DrivenProgram): Promise<JobResult> {
  const { root, sources, choices, cache } = options;
  const task: DrivenTask = {
    root,
    sources,
    choices,
    catalog: undefined,
    flags: options.drive?.flags,
    pause: () => {
      if (options.signal.aborted) throw new Stopped();
      return undefined;
    },
  };
  if (options.plan != null)
    throw new CannotDrive(
      `${program.label} makes no plan that could be put anywhere. Nothing was changed. Leave --plan out; --dry-run tells what it would be asked for.`,
    );
  const isBackup = fs.existsSync(root) && readIdentity(layoutOf(root)) != null;
  if (options.dryRun) return tellOnly(options, program, task, isBackup);
  const file = program.find(options.drive?.program);
  // Nothing is made for what can't be exported from.
  if (!isBackup) await program.errand({ ...task, program: file });
  makeTarget(root, cache);
  return await runJob('export', { ...options, create: 'empty' }, async run => {
    const driving = new Driving(run, program, file, options, {
      ...task,
      program: file,
      catalog: run.store.db,
      pause: run.pause,
    });
    await driving.work();
    return run.result;
  });
}

interface Settling {
  /** Whether who replaced a file was the program. */
  readonly isItsOwn?: (file: Replaced) => boolean;
  readonly comesBack?: (file: Name) => boolean;
  /** Of what was gone, and is there again. */
  readonly tell?: (file: Name) => void;
  /** Of a run that is being stopped. */
  readonly pause?: () => Promise<void>;
}

class Driving {
  readonly #run: JobRun;
  readonly #program: DrivenProgram;
  readonly #programRun: ProgramRun;
  readonly #options: ExportOptions;
  readonly #task: DrivenTask;
  readonly #findings: Finding[] = [];

  constructor(run: JobRun, program: DrivenProgram, file: string, options: ExportOptions, task: DrivenTask) {
    this.#run = run;
    this.#program = program;
    this.#programRun = new ProgramRun(run, options, program, file);
    this.#options = options;
    this.#task = task;
  }

  async work(): Promise<void> {
    const run = this.#run;
    this.#count(sum(NOTHING, NOTHING), 0);
    await survey(run);
    const { sources, choices, drive } = this.#options;
    const asked = [...sources, this.#program.kind, 'driven', JSON.stringify([choices, drive?.flags])];
    const last = new LastExport(run.store.db, asked);
    const left = Aside.left(run.store.layout.root);
    const before = await this.#program.stamp(this.#task);
    const same = left.length > 0 || before == null ? undefined : last.unchanged(before);
    if (same != null) {
      for (const finding of same.findings) run.report(finding);
      const { items, skipped, missing } = same.counts;
      this.#count({ ...same.counts, copied: 0, unchanged: items - skipped - missing }, 0);
      if (isOwed(run.store)) publishExport(this.#run);
      return;
    }
    run.progress({ phase: 'compare', done: 0, total: 0, bytes: 0, totalBytes: 0 });
    const since = await this.#settleLeft(left);
    // What a person moved is found where it lies now.
    await indexPending(run, this.#options.processes);
    const errand = await this.#program.errand(this.#task);
    for (const finding of errand.findings) this.#report(finding);
    this.#count(sum(errand.settled, { ...NOTHING, skipped: errand.wanted }), 0);
    const { counts, failure } = await this.#drive(errand, since, left);
    const after = await this.#program.stamp(this.#task);
    // What it was asked for and could not get is asked for again.
    if (counts.missing > errand.settled.missing) last.forget();
    else if (failure == null && after != null)
      last.keep(this.#program.kind, after, counts, this.#findings, errand.outside);
    if (failure != null) throw failure;
  }

  /** What runs that were broken off had put aside. @returns when the first of them began */
  async #settleLeft(left: readonly string[]): Promise<number | undefined> {
    const run = this.#run;
    let first: number | undefined;
    for (const change of left) {
      const aside = new Aside(run.store.layout.root, change, run.fileSystem);
      const { since } = aside;
      if (since != null) first = Math.min(first ?? since, since);
      const isNoted = this.#program.noted(run.store.layout.root);
      const isItsOwn = ({ path, new: now }: Replaced): boolean =>
        now != null && isNoted(path.text, now.size, now.mtime);
      const recorded = new Recorded(run.store.db);
      await this.#settle(aside, this.#records(change, this.#program.label, 'broken off'), {
        isItsOwn,
        // Whoever took it away since, and told Keepsake so, wants it gone.
        comesBack: file => !recorded.isTakenOff(file),
        tell: ({ text }) =>
          run.report({
            severity: 'warning',
            code: 'conflict',
            path: { text },
            message: `It was gone after an export with ${this.#program.label} was broken off, which may have been the reason: it was put back. If you deleted it, delete it again.`,
          }),
      });
    }
    return first;
  }

  async #settle(aside: Aside, records: DrivenRecords, how: Settling = {}): Promise<void> {
    const run = this.#run;
    const journal = new Journal(run.store.db);
    const done = new Set(
      [...journal.standing(aside.change)]
        .filter(({ do: act }) => act === 'quarantine')
        .map(({ path: { text } }) => text),
    );
    const { pause = run.pause, comesBack, isItsOwn, tell } = how;
    const { replaced, back } = await aside.compare(({ text }) => done.has(text), pause, comesBack);
    await records.replaced(replaced, files => aside.keep(files), isItsOwn);
    if (records.change != null) run.count({ change: records.change });
    if (replaced.length > 0)
      run.reporter.note(
        `${counted(replaced.length, 'file that was there has', 'files that were there have')} other bytes now, or none, by ${this.#program.label}. What was there before is in .keepsake/quarantine/${aside.change}; "keepsake undo --change ${aside.change}" brings it back.`,
      );
    for (const file of back) tell?.(file);
    // They were looked for in vain.
    if (back.length > 0 && how.pause == null) await survey(run);
  }

  async #drive(
    errand: Errand,
    since: number | undefined,
    left: readonly string[],
  ): Promise<{ readonly counts: ExportCounts; readonly failure: Error | undefined }> {
    const run = this.#run;
    const { root } = run.store.layout;
    const began = Date.now();
    const aside = new Aside(root, uuidv7(), run.fileSystem);
    const records = this.#records(aside.change, errand.label);
    const { wrote, told } = this.#programRun;
    let failure: Error | undefined;
    if (errand.call != null) {
      await aside.begin(began);
      const endangered = errand.endangered.map((where): Name => nameOfText(where));
      try {
        await aside.take(endangered, run.pause);
        failure = await this.#programRun.start(errand, errand.call, () => {
          const left = Math.max(0, errand.wanted - wrote.size);
          this.#count(sum(errand.settled, { ...NOTHING, copied: wrote.size, skipped: left }), 0);
        });
      } catch (error) {
        // Else the next run settles it.
        if (!this.#programRun.isStarted) await aside.discard();
        if (!(error instanceof Refused)) throw error;
        const { label } = this.#program;
        throw new CannotDrive(
          `${error.message} ${label} may replace it, and what it replaces is kept, so ${label} was not started. Nothing was changed. Have that file downloaded or move it out of the backup, and run this again.`,
        );
      }
      if (this.#options.signal.aborted) {
        // It ended because the person wanted it to. The next run takes on record what it brought.
        await this.#settle(aside, records, { pause: () => nextTurn() });
        run.check();
      }
      await survey(run);
      await this.#settle(aside, records);
    }
    await indexPending(run, this.#options.processes);
    const isWhole = failure == null && errand.call != null;
    const ran: DrivenRun = { since: since ?? began, wrote, told, isWhole };
    await records.photos(errand.photos(ran));
    for (const change of left) await new Aside(root, change, run.fileSystem).end();
    if (errand.call != null) await aside.end();
    // Sayings and albums are shown with what they are about.
    await indexPending(run, this.#options.processes);
    if (isOwed(run.store)) publishExport(this.#run);
    const outcome = errand.call == null ? undefined : await errand.outcome(ran);
    for (const finding of outcome?.findings ?? []) this.#report(finding);
    for (const event of told) if (event.type === 'unwritten') this.#report(unwritten(event));
    const counts = sum(errand.settled, outcome ?? NOTHING);
    this.#count(counts, outcome?.bytes ?? 0);
    if (records.change != null) run.count({ change: records.change });
    return { counts, failure };
  }

  #records(change: string, label: string, more = ''): DrivenRecords {
    const { kind, label: program } = this.#program;
    const title = `Export with ${program}${more === '' ? `: ${label}` : `, ${more}`}`;
    return new DrivenRecords(this.#run, { kind, label: label.slice(0, 500) }, change, title.slice(0, 500));
  }

  #report(finding: Finding): void {
    this.#findings.push(finding);
    this.#run.report(finding);
  }

  #count(counts: ExportCounts, bytes: number): void {
    this.#run.count({ ...counts, bytes });
  }
}

const unwritten = ({ name, message }: Extract<DrivenEvent, { type: 'unwritten' }>): Finding => ({
  severity: 'warning',
  code: 'metadata-unwritten',
  path: { text: name },
  message,
});
