/**
 * The export job: photos come into a backup out of a source, once and whole, and what the source knows of them.
 * Broken off, it goes on where it was; run again, it takes what is new.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { layoutOf } from '../backup/layout.ts';
import type { Finding } from '../catalog/findings.ts';
import { isOwed } from '../catalog/owed.ts';
import { applyPlan } from '../plan/apply.ts';
import { checkPlan } from '../plan/check.ts';
import { ExiftoolWriter } from '../plan/exiftoolWriter.ts';
import type { PlanHeader } from '../plan/form.ts';
import { ExifTool } from '../programs/exiftool.ts';
import { SOURCES } from '../sources/all.ts';
import { Given } from '../sources/given.ts';
import type { OpenSource, Source, SourceFile } from '../sources/source.ts';
import { renderAlbumLists } from './exporting/albumLists.ts';
import { AppleProofs } from './exporting/appleProofs.ts';
import { BytesHere } from './exporting/bytesHere.ts';
import { CatalogState } from './exporting/catalogState.ts';
import { planOnly } from './exporting/dryRun.ts';
import type { ExportOptions } from './exporting/exportOptions.ts';
import { ExportRecords } from './exporting/exportRecords.ts';
import { plannedSummary, takenBefore } from './exporting/goneOn.ts';
import { readKept } from './exporting/keptFiles.ts';
import { LastExport } from './exporting/lastExport.ts';
import { LayoutTemplate } from './exporting/layoutTemplate.ts';
import { MediaFacts } from './exporting/mediaFacts.ts';
import { headerSource, readOnlyBackup, refuseNested, refuseWithoutLinks, sourceOf } from './exporting/opened.ts';
import { layAside, newPlan, openPlans } from './exporting/openPlans.ts';
import { putPlan, refusePlanPlace } from './exporting/planPlace.ts';
import { SourceFiles } from './exporting/sourceBytes.ts';
import { Tally } from './exporting/tally.ts';
import { WholeParts } from './exporting/wholeParts.ts';
import { writePlan } from './exporting/writePlan.ts';
import { indexPending } from './indexing/indexPending.ts';
import { type JobResult, type JobRun, runJob } from './job.ts';
import { makeTarget } from './newBackup.ts';
import { saveRecord } from './saving.ts';
import { survey } from './survey.ts';
import { folderStamp } from './surveying/folderStamp.ts';

/**
 * @throws {import('../sources/given.ts').SourceUnreadable}, {import('./exporting/opened.ts').NoSource},
 *   {import('./exporting/planPlace.ts').NoPlaceForPlan}, {import('./exporting/layoutTemplate.ts').LayoutError},
 *   {import('../plan/broken.ts').BrokenOff}, and as {@link runJob}
 */
export async function exportPhotos(options: ExportOptions): Promise<JobResult> {
  // A layout that can't be is said before anything is looked at.
  new LayoutTemplate(options.choices.layout);
  // Loaded where it is asked for.
  const done = options.from === 'osxphotos' && (await (await import('./driving/drivenPrograms.ts')).driven(options));
  if (done) return done;
  const given = Given.of(options.sources, folder => folderStamp(folder, options.ahead?.source(folder)));
  try {
    refuseNested(given, options.root);
    if (options.plan != null) refusePlanPlace(options.plan, options.root, given);
    const recognised = async (): Promise<Source> => {
      options.reporter.progress({ phase: 'recognise', done: 0, total: 0, bytes: 0, totalBytes: 0 });
      const { source, words } = await sourceOf(given, options.from);
      options.reporter.note(words);
      return source;
    };
    if (options.dryRun) return await planOnly(options, given, await recognised());
    if (options.choices.albums === 'links') refuseWithoutLinks(options);
    // Nothing is made for what can't be exported from. A backup that is there may know the source from before.
    const source = fs.existsSync(layoutOf(options.root).identity) ? undefined : await recognised();
    // What was said to be of a kind is looked at as one: it may be none.
    if (options.from !== 'auto') await source?.open(given);
    makeTarget(options.root, options.cache);
    return await runJob('export', { ...options, create: 'empty' }, run =>
      new Export(run, given, async () => source ?? (await recognised()), options).run(),
    );
  } finally {
    await given.close();
  }
}

export class Export {
  readonly #run: JobRun;
  readonly #given: Given;
  readonly #recognised: () => Promise<Source>;
  readonly #options: ExportOptions;
  readonly #proofs = new AppleProofs(finding => this.#report(finding));
  readonly #files = new SourceFiles(this.#proofs);
  readonly #findings: Finding[] = [];
  readonly #here: BytesHere;
  #tally = new Tally();
  #records: ExportRecords | undefined;
  /** Of the planned ones, those that an earlier run of the plan had copied. */
  #before = 0;

  constructor(run: JobRun, given: Given, recognised: () => Promise<Source>, options: ExportOptions) {
    this.#run = run;
    this.#here = new BytesHere(run.store.layout.root, run.pause);
    this.#given = given;
    this.#recognised = recognised;
    this.#options = options;
  }

  async run(): Promise<JobResult> {
    try {
      await this.#work();
    } catch (error) {
      this.#count(false);
      throw error;
    }
    return this.#run.result;
  }

  async #work(): Promise<void> {
    const run = this.#run;
    this.#count(false);
    const last = new LastExport(run.store.db, [...this.#paths, this.#options.from]);
    const known = SOURCES.find(({ kind }) => kind === last.kind);
    // Both ask the disk and nothing else: where nothing is new they are all that there is to do.
    const [guess] = await Promise.all([
      known == null ? undefined : this.#stamp(known),
      survey(run, this.#options.ahead?.backup),
    ]);
    const open = openPlans(run.store.layout, finding => run.report(finding)).filter(({ header }) =>
      isOf(header, this.#paths),
    );
    const before = open.length > 0 || guess == null ? undefined : last.unchanged(guess);
    if (before != null) {
      for (const finding of before.findings) run.report(finding);
      const { items, skipped, missing } = before.counts;
      this.#tally = Object.assign(new Tally(), { unchanged: items - skipped - missing, skipped, missing });
      if (isOwed(run.store)) await this.#save();
      return this.#count(true);
    }
    if (run.store.readOnly) throw readOnlyBackup(run.store.layout.root);
    const source = await this.#recognised();
    const stamp = source === known && guess != null ? guess : await this.#stamp(source);
    let isChanged = false;
    for (const { file, header } of open) {
      if (header.stamp === stamp) isChanged = (await this.#goOn(file, header, source)) || isChanged;
      layAside(file);
    }
    const wentOn = isChanged;
    isChanged = (await indexPending(run, this.#options.processes)) || isChanged;
    if (!wentOn) isChanged = (await this.#anew(source, stamp)) || isChanged;
    if (isChanged || isOwed(run.store)) await this.#save();
    this.#count(true);
    const counts = this.#tally.counts(this.#copied, this.#before, true);
    // What was gone on with was not looked at as a whole: the next run does that.
    if (!wentOn) last.keep(source.kind, stamp, counts, this.#findings);
  }

  get #paths(): readonly string[] {
    return this.#given.parts.map(({ path }) => path);
  }

  get #copied(): number {
    return this.#records?.copied ?? 0;
  }

  async #stamp(source: Source): Promise<string> {
    const { choices } = this.#options;
    const stamp = await (source.stamp?.(this.#given) ?? this.#given.stamp());
    return createHash('sha256')
      .update(JSON.stringify([stamp, source.kind, choices]))
      .digest('hex');
  }

  /** @returns whether anything was done */
  async #anew(source: Source, stamp: string): Promise<boolean> {
    const run = this.#run;
    const { choices, processes } = this.#options;
    const { store } = run;
    const state = new CatalogState(store, source.kind, run.pause, this.#here);
    const media = new MediaFacts(processes, error =>
      this.#report({ severity: 'warning', code: 'metadata-unread', path: { text: '' }, message: error.message }),
    );
    const opened = await source.open(this.#given, {
      facts: async file => {
        run.check();
        await run.pause();
        return state.facts(file) ?? (await media.of(file));
      },
    });
    const header: PlanHeader = {
      type: 'plan',
      version: 1,
      job: 'export',
      backup: store.identity?.id ?? '',
      created: new Date().toISOString(),
      title: `Export from ${opened.label}`,
      sources: headerSource(source.kind, opened.label, this.#paths),
      stamp,
      options: choices,
    };
    let planning: Awaited<ReturnType<typeof writePlan>>;
    try {
      const ports = {
        state,
        hash: (file: SourceFile) => this.#files.sha256(file, run.pause),
        report: (finding: Finding) => this.#report(finding),
        onItem: (tally: Tally) => {
          this.#tally = tally;
          const { items } = tally.counts(tally.planned, 0, true);
          run.progress({ phase: 'plan', done: items, total: 0, bytes: tally.bytes, totalBytes: 0 });
          return run.pause();
        },
      };
      planning = await writePlan(newPlan(store.layout), header, opened, choices, ports, this.#files);
    } finally {
      await media.end();
    }
    this.#tally = planning.tally;
    const { file, actions } = planning;
    if (this.#options.plan != null) putPlan(file, this.#options.plan, this.#options.root, this.#given);
    if (actions === 0) {
      fs.rmSync(file);
      return false;
    }
    this.#tellOfRoom();
    await this.#apply(file, opened, source.kind);
    layAside(file);
    return true;
  }

  #tellOfRoom(): void {
    const { root } = this.#run.store.layout;
    const disk = fs.statfsSync(root);
    const free = disk.bavail * disk.bsize;
    if (free < this.#tally.bytes)
      this.#run.reporter.note(
        `The disk of ${root} has ${free.toLocaleString('en')} bytes free, and ${this.#tally.bytes.toLocaleString('en')} are to come: it will stop when the disk is full, and go on from there when there is room.`,
      );
  }

  /** A plan that an earlier run was broken off in. @returns whether anything was done */
  async #goOn(file: string, header: PlanHeader, source: Source): Promise<boolean> {
    const run = this.#run;
    run.reporter.note('An earlier export was broken off; this one goes on with its plan.');
    const opened = await source.open(this.#given);
    for await (const event of opened.events()) {
      if (event.type === 'item') this.#files.addAll(event.item);
      await run.pause();
    }
    this.#tally = plannedSummary(header);
    const { taken, unnoted } = takenBefore(
      run.store.db,
      checkPlan(file, () => run.check()),
    );
    this.#before = taken;
    await this.#files.readOriginals(unnoted, run.pause);
    await readKept(run, file, this.#here);
    await this.#apply(file, opened, source.kind);
    return true;
  }

  async #apply(file: string, { label }: OpenSource, kind: string): Promise<void> {
    const run = this.#run;
    const plan = checkPlan(file, () => run.check());
    const parts = new WholeParts();
    const records = new ExportRecords(
      run.store,
      { kind, label },
      action => this.#files.original(action),
      path => this.#here.known(path),
    );
    this.#records = records;
    // Started only where there are tags to be written.
    const exiftool = new ExifTool({ processes: this.#options.processes });
    try {
      await applyPlan(
        counting(run, finding => this.#report(finding)),
        plan,
        {
          fs: run.fileSystem,
          bytesOf: this.#files.bytesOf,
          metadata: new ExiftoolWriter(exiftool, run.pause),
          without: (failed, others) => parts.without(failed, others),
          onDone: (actions, sha256Of) => records.of(parts.told(actions), sha256Of),
        },
        'run the export again',
      );
    } finally {
      await exiftool.end();
    }
  }

  async #save(): Promise<void> {
    const run = this.#run;
    await indexPending(run, this.#options.processes);
    run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
    renderAlbumLists(run.store);
    const unsaved = saveRecord(run, { sums: true });
    if (unsaved != null) throw unsaved;
  }

  #report(finding: Finding): void {
    this.#findings.push(finding);
    this.#run.report(finding);
  }

  #count(isOver: boolean): void {
    const { confirmed, unconfirmed } = this.#proofs;
    const counts = this.#tally.counts(this.#copied, this.#before, isOver);
    this.#run.count({ ...counts, bytes: this.#tally.bytes, confirmed, unconfirmed });
  }
}

const isOf = ({ job, sources }: PlanHeader, paths: readonly string[]): boolean =>
  job === 'export' && JSON.stringify(sources?.[0]?.paths) === JSON.stringify(paths);

/** The executor counts actions, files and folders among them; an export counts photos. */
function counting(run: JobRun, report: (finding: Finding) => void): Parameters<typeof applyPlan>[0] {
  return {
    store: run.store,
    check: () => run.check(),
    pause: run.pause,
    progress: progress => run.progress(progress),
    report,
    count: ({ change }) => {
      if (change != null) run.count({ change });
    },
  };
}
