/** Exports by way of another program: see `drivenProgram.ts` for what happens when. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { readIdentity } from '../../backup/identity.ts';
import { layoutOf } from '../../backup/layout.ts';
import { type Name, nameKey, nameOfText } from '../../backup/name.ts';
import type { Finding } from '../../catalog/findings.ts';
import { isOwed } from '../../catalog/owed.ts';
import { Store } from '../../catalog/store.ts';
import { Aside } from '../../plan/aside.ts';
import { Journal } from '../../plan/journal.ts';
import { runLines } from '../../programs/lines.ts';
import { endOrphan, forgetProcess, noteProcess } from '../../programs/orphan.ts';
import { renderAlbumLists } from '../exporting/albumLists.ts';
import type { ExportOptions } from '../exporting/exportOptions.ts';
import { LastExport } from '../exporting/lastExport.ts';
import type { ExportCounts } from '../exporting/tally.ts';
import { indexPending } from '../indexing/indexPending.ts';
import { type JobResult, type JobRun, runJob, Stopped } from '../job.ts';
import { makeTarget } from '../newBackup.ts';
import { saveRecord } from '../saving.ts';
import { survey } from '../survey.ts';
import {
  CannotDrive,
  type DrivenCall,
  type DrivenCounts,
  type DrivenEvent,
  type DrivenProgram,
  type DrivenRun,
  type DrivenTask,
  type Errand,
} from './drivenProgram.ts';
import { DrivenRecords } from './drivenRecords.ts';

/** The program ended with an error. What it had done by then is on record. */
export class DrivenFailed extends Error {
  override readonly name = 'DrivenFailed';
}

/** How the names of working folders begin. */
const WORK = 'keepsake-drive-';
const NOTHING: DrivenCounts = { copied: 0, unchanged: 0, skipped: 0, missing: 0, failed: 0 };

/** @throws {CannotDrive}, {DrivenFailed}, and as `runJob` */
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
  if (!isBackup) await program.errand(task);
  makeTarget(root, cache);
  return await runJob('export', { ...options, create: 'empty' }, async run => {
    const driving = new Driving(run, program, file, options, { ...task, catalog: run.store.db, pause: run.pause });
    await driving.work();
    return run.result;
  });
}

/** Says what the program would be asked for, and changes nothing. */
async function tellOnly(
  options: ExportOptions,
  program: DrivenProgram,
  task: DrivenTask,
  isBackup: boolean,
): Promise<JobResult> {
  const { root, reporter } = options;
  const store = isBackup ? Store.open(root, { ...options, create: false }) : undefined;
  try {
    const errand = await program.errand({ ...task, catalog: store?.db });
    for (const finding of errand.findings) reporter.finding(finding);
    const { call, wanted } = errand;
    reporter.note(
      call == null
        ? `${program.label} would not be started: there is nothing for it to do.`
        : `${program.label} would be started, ${wanted > 0 ? `for ${ofPhotos(wanted)}, ` : ''}with: ${shown(call.args.map(arg => arg.replace('{cwd}/', '')))}`,
    );
    const disk = fs.statfsSync(existing(root));
    const counts = { ...sum(errand.settled, { ...NOTHING, copied: wanted }), bytes: errand.bytes };
    const errors = errand.findings.filter(({ severity }) => severity === 'error').length;
    return { counts: { ...counts, free: disk.bavail * disk.bsize, dryRun: true }, errors };
  } finally {
    store?.close();
  }
}

class Driving {
  readonly #run: JobRun;
  readonly #program: DrivenProgram;
  readonly #file: string;
  readonly #options: ExportOptions;
  readonly #task: DrivenTask;
  readonly #findings: Finding[] = [];

  constructor(run: JobRun, program: DrivenProgram, file: string, options: ExportOptions, task: DrivenTask) {
    this.#run = run;
    this.#program = program;
    this.#file = file;
    this.#options = options;
    this.#task = task;
  }

  async work(): Promise<void> {
    const run = this.#run;
    this.#count(sum(NOTHING, NOTHING), 0);
    // One that a killed run had started would write where the next one does.
    if (await endOrphan(this.#running, WORK, os.tmpdir()))
      run.reporter.note(`${this.#program.label} was still at work for a run that was killed; it was ended.`);
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
      if (isOwed(run.store)) await this.#save();
      return;
    }
    run.progress({ phase: 'compare', done: 0, total: 0, bytes: 0, totalBytes: 0 });
    const since = await this.#settleLeft(left);
    const errand = await this.#program.errand(this.#task);
    for (const finding of errand.findings) this.#report(finding);
    this.#count(sum(errand.settled, { ...NOTHING, skipped: errand.wanted }), 0);
    const { counts, failure } = await this.#drive(errand, since, left);
    const after = await this.#program.stamp(this.#task);
    if (failure == null && after != null) last.keep(this.#program.kind, after, counts, this.#findings);
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
      await this.#settle(aside, this.#records(change, this.#program.label, 'broken off'));
    }
    return first;
  }

  async #settle(aside: Aside, records: DrivenRecords): Promise<void> {
    const run = this.#run;
    const journal = new Journal(run.store.db);
    const done = new Set(
      [...journal.standing(aside.change)]
        .filter(({ do: act }) => act === 'quarantine')
        .map(({ path: { text } }) => text),
    );
    const replaced = await aside.compare(({ text }) => done.has(text), run.pause);
    records.replaced(replaced);
    await aside.keep(replaced);
    if (replaced.length > 0)
      run.reporter.note(
        `${counted(replaced.length, 'file that was there has', 'files that were there have')} other bytes now, by ${this.#program.label}. What was there before is in .keepsake/quarantine/${aside.change}; "keepsake undo --change ${aside.change}" brings it back.`,
      );
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
    const wrote = new Set<string>();
    const told: DrivenEvent[] = [];
    let failure: Error | undefined;
    if (errand.call != null) {
      aside.begin(began);
      const endangered = errand.endangered.map((where): Name => nameOfText(where));
      try {
        await aside.take(endangered, run.pause);
      } catch (error) {
        aside.discard();
        throw error;
      }
      failure = await this.#start(errand, errand.call, wrote, told);
      // It ended because the person wanted it to. The next run takes on record what it did.
      run.check();
      await survey(run);
      await this.#settle(aside, records);
    }
    await indexPending(run, this.#options.processes);
    const isWhole = failure == null && errand.call != null;
    const ran: DrivenRun = { since: since ?? began, wrote, told, isWhole };
    await records.photos(errand.photos(ran), wrote);
    for (const change of left) new Aside(root, change, run.fileSystem).end();
    if (errand.call != null) aside.end();
    // Sayings and albums are shown with what they are about.
    await indexPending(run, this.#options.processes);
    if (isOwed(run.store)) await this.#save();
    const outcome = errand.call == null ? undefined : await errand.outcome(ran);
    for (const finding of outcome?.findings ?? []) this.#report(finding);
    for (const event of told) if (event.type === 'unwritten') this.#report(unwritten(event));
    const counts = sum(errand.settled, outcome ?? NOTHING);
    this.#count(counts, outcome?.bytes ?? 0);
    if (records.change != null) run.count({ change: records.change });
    return { counts, failure };
  }

  /** @returns what went wrong */
  async #start(
    errand: Errand,
    call: DrivenCall,
    wrote: Set<string>,
    told: DrivenEvent[],
  ): Promise<DrivenFailed | undefined> {
    const run = this.#run;
    const { label } = this.#program;
    const root = fs.realpathSync(run.store.layout.root);
    const cwd = fs.mkdtempSync(path.join(os.tmpdir(), WORK));
    let progress = { phase: 'drive', done: 0, total: 0, bytes: 0, totalBytes: 0 };
    run.reporter.note(
      `Starting ${label} (${this.#file})${errand.wanted > 0 ? `, for ${ofPhotos(errand.wanted)}` : ''}.`,
    );
    run.progress(progress);
    const hear = (line: string): void => {
      const event = errand.read(line);
      if (event == null) return;
      if (event.type === 'note') run.reporter.note(event.text);
      else if (event.type === 'progress') progress = { ...progress, done: event.done, total: event.total };
      else if (event.type === 'wrote') {
        const where = path.relative(root, event.path).split(path.sep).join('/');
        if (where !== '' && !where.startsWith('..') && !path.isAbsolute(where)) wrote.add(nameKey(where));
      } else told.push(event);
      this.#count(
        sum(errand.settled, { ...NOTHING, copied: wrote.size, skipped: Math.max(0, errand.wanted - wrote.size) }),
        0,
      );
      run.progress(progress);
    };
    try {
      for (const [name, text] of Object.entries(call.files ?? {})) fs.writeFileSync(path.join(cwd, name), text);
      const args = call.args.map(arg => (arg.startsWith('{cwd}/') ? path.join(cwd, arg.slice(6)) : arg));
      const { code, tail } = await runLines(this.#file, args, {
        cwd,
        env: call.env,
        // Nobody is there to answer it.
        stdin: 'none',
        onLine: hear,
        signal: this.#options.signal,
        onStart: pid => noteProcess(this.#running, pid),
      });
      if (code === 0 || this.#options.signal.aborted) return undefined;
      const how = code == null ? 'was ended by the system' : `ended with exit status ${code}`;
      return new DrivenFailed(
        `${label} ${how}${tail.length > 0 ? `; the last that it said: ${tail.slice(-5).join(' | ')}` : ''}. What it had brought until then is kept and on record, and nothing that was there before is lost. See to what it complains of, then run it again: it goes on from there.`,
      );
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOEXEC') throw error;
      throw new CannotDrive(
        `${this.#file} can’t be started (${code}). Nothing was changed. Install ${label} again, or name another one.`,
      );
    } finally {
      forgetProcess(this.#running);
      fs.rmSync(cwd, { recursive: true, force: true });
    }
  }

  /** Has the number of the process, on this machine. */
  get #running(): string {
    return path.join(path.dirname(this.#run.store.file), `${this.#program.kind}.running`);
  }

  #records(change: string, label: string, more = ''): DrivenRecords {
    const { kind, label: program } = this.#program;
    const title = `Export with ${program}${more === '' ? `: ${label}` : `, ${more}`}`;
    return new DrivenRecords(this.#run, { kind, label: label.slice(0, 500) }, change, title.slice(0, 500));
  }

  async #save(): Promise<void> {
    const run = this.#run;
    run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
    renderAlbumLists(run.store);
    const unsaved = saveRecord(run, { sums: true });
    if (unsaved != null) throw unsaved;
  }

  #report(finding: Finding): void {
    this.#findings.push(finding);
    this.#run.report(finding);
  }

  #count(counts: ExportCounts, bytes: number): void {
    this.#run.count({ ...counts, bytes });
  }
}

function sum(a: DrivenCounts, b: DrivenCounts): ExportCounts {
  const copied = a.copied + b.copied;
  const unchanged = a.unchanged + b.unchanged;
  const skipped = a.skipped + b.skipped;
  const missing = a.missing + b.missing;
  const failed = a.failed + b.failed;
  const items = copied + unchanged + skipped + missing + failed;
  return { items, copied, unchanged, duplicates: 0, skipped, missing, failed };
}

const unwritten = ({ name, message }: Extract<DrivenEvent, { type: 'unwritten' }>): Finding => ({
  severity: 'warning',
  code: 'metadata-unwritten',
  path: { text: name },
  message,
});

/** As a person would type it. */
function shown(args: readonly string[]): string {
  return args.map(arg => (/^[\w./:=@{}-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`)).join(' ');
}

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
const ofPhotos = (n: number): string => counted(n, 'photo or video', 'photos and videos');

function existing(where: string): string {
  let part = where;
  while (!fs.existsSync(part) && part !== path.dirname(part)) part = path.dirname(part);
  return part;
}
