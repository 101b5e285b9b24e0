/** An export that has something to do: it plans, applies the plan, or goes on with one that was broken off. */
import fs from 'node:fs';
import type { Finding } from '../../catalog/findings.ts';
import { isOwed } from '../../catalog/owed.ts';
import { applyPlan } from '../../plan/apply.ts';
import { checkPlan } from '../../plan/check.ts';
import { ExiftoolWriter } from '../../plan/exiftoolWriter.ts';
import type { PlanHeader } from '../../plan/form.ts';
import { ExifTool } from '../../programs/exiftool.ts';
import { SOURCES } from '../../sources/all.ts';
import type { Given } from '../../sources/given.ts';
import type { OutsideFiles } from '../../sources/outsideFiles.ts';
import type { OpenSource, Source, SourceFile } from '../../sources/source.ts';
import { indexPending } from '../indexing/indexPending.ts';
import type { JobResult, JobRun } from '../job.ts';
import { AppleProofs } from './appleProofs.ts';
import { BytesHere } from './bytesHere.ts';
import { Carrier } from './carrying/carrier.ts';
import { carryingHands } from './carrying/carryCopy.ts';
import { catalogOf } from './catalogOf.ts';
import { CatalogState } from './catalogState.ts';
import type { ExportOptions } from './exportOptions.ts';
import { ExportRecords } from './exportRecords.ts';
import { plannedSummary, takenBefore } from './goneOn.ts';
import { readKept } from './keptFiles.ts';
import { MediaFacts } from './mediaFacts.ts';
import { MetadataChosen } from './metadataChosen.ts';
import { headerSource, readOnlyBackup } from './opened.ts';
import { layAside, newPlan } from './openPlans.ts';
import { plannedFindings } from './plannedFindings.ts';
import { putPlan } from './planPlace.ts';
import { publishExport } from './publishing.ts';
import { countExport, exportStamp, pathsOf, type SinceLast, sinceLast, tellUnchanged } from './sinceLast.ts';
import { SourceFiles } from './sourceBytes.ts';
import { Tally } from './tally.ts';
import { WholeParts } from './wholeParts.ts';
import { writePlan } from './writePlan.ts';

export class ExportRun {
  readonly #run: JobRun;
  readonly #given: Given;
  readonly #recognised: () => Promise<Source>;
  readonly #options: ExportOptions;
  readonly #proofs = new AppleProofs(finding => this.#report(finding));
  readonly #files = new SourceFiles(this.#proofs);
  readonly #findings: Finding[] = [];
  readonly #here: BytesHere;
  #carrier: Carrier | undefined;
  #tally = new Tally();
  #records: ExportRecords | undefined;
  #outside: OutsideFiles | undefined;
  /** Of the planned ones, those that an earlier run of the plan had copied. */
  #before = 0;

  /** @param carrier that is begun already; ended here */
  constructor(run: JobRun, given: Given, recognised: () => Promise<Source>, options: ExportOptions, carrier?: Carrier) {
    this.#carrier = carrier;
    this.#run = run;
    this.#here = new BytesHere(run.store.layout.root, run.pause);
    this.#given = given;
    this.#recognised = recognised;
    this.#options = options;
  }

  /** @param since where it was looked at before */
  async run(since?: SinceLast): Promise<JobResult> {
    try {
      this.#count(false);
      await this.#work(since ?? (await sinceLast(this.#run, this.#given, this.#options)));
    } catch (error) {
      this.#count(false);
      throw error;
    } finally {
      await this.#carrier?.end();
    }
    return this.#run.result;
  }

  async #work({ kept, unchanged, guess, open }: SinceLast): Promise<void> {
    const run = this.#run;
    if (unchanged != null) {
      this.#tally = tellUnchanged(run, unchanged);
      if (isOwed(run.store)) await this.#save();
      return;
    }
    if (run.store.readOnly) throw readOnlyBackup(run.store.layout.root);
    this.#carrier ??= new Carrier(run.fileSystem);
    const source = await this.#recognised();
    const isGuessed = guess?.kind === source.kind && SOURCES.includes(source);
    const stamp = isGuessed ? guess.stamp : await this.#stamp(source);
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
    if (!wentOn) kept.keep(source.kind, stamp, counts, this.#findings, this.#outside);
  }

  get #copied(): number {
    return this.#records?.copied ?? 0;
  }

  #stamp(source: Source): Promise<string> {
    return exportStamp(source.stamp?.(this.#given) ?? this.#given.stamp(), source.kind, this.#options.choices);
  }

  /** @returns whether anything was done */
  async #anew(source: Source, stamp: string): Promise<boolean> {
    const run = this.#run;
    const { choices, processes } = this.#options;
    const { store } = run;
    const state = new CatalogState(store, source.kind, run.pause, this.#here);
    const media = new MediaFacts(
      processes,
      error =>
        this.#report({ severity: 'warning', code: 'metadata-unread', path: { text: '' }, message: error.message }),
      this.#carrier,
    );
    const opened = await source.open(this.#given, {
      facts: async file => {
        run.check();
        await run.pause();
        return state.facts(file) ?? (await media.of(file));
      },
      catalogOf: folder => catalogOf(folder, this.#options),
    });
    this.#outside = opened.outside;
    const header: PlanHeader = {
      type: 'plan',
      version: 1,
      job: 'export',
      backup: store.identity?.id ?? '',
      created: new Date().toISOString(),
      title: `Export from ${opened.label}`,
      sources: headerSource(source.kind, opened.label, pathsOf(this.#given)),
      stamp,
      options: choices,
    };
    let planning: Awaited<ReturnType<typeof writePlan>>;
    try {
      const ports = {
        state,
        hash: (file: SourceFile) => this.#files.sha256(file, run.pause),
        report: (finding: Finding) => this.#report(finding),
        placeOf: (file: SourceFile) => this.#given.placeOf(file),
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
    const chosen = new MetadataChosen(store.db, source.kind, pathsOf(this.#given));
    const otherwise = chosen.finding(choices.metadata, this.#tally.unchanged);
    if (otherwise != null) this.#report(otherwise);
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
    for (const finding of plannedFindings(header)) this.#report(finding);
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
          ...(this.#carrier != null && carryingHands(this.#carrier, this.#files)),
          metadata: new ExiftoolWriter(exiftool, run.pause),
          without: (failed, others) => parts.without(failed, others),
          onDone: (actions, sha256Of, cameOf) => records.of(parts.told(actions), sha256Of, cameOf),
        },
        'run the export again',
      );
    } finally {
      await exiftool.end();
      const { db } = run.store;
      if (records.copied > 0)
        new MetadataChosen(db, kind, pathsOf(this.#given)).note(plan.header.options, this.#tally.unchanged === 0);
    }
  }

  async #save(): Promise<void> {
    await indexPending(this.#run, this.#options.processes);
    publishExport(this.#run);
  }

  #report(finding: Finding): void {
    this.#findings.push(finding);
    this.#run.report(finding);
  }

  #count(isOver: boolean): void {
    countExport(this.#run, this.#tally, this.#copied, this.#before, isOver, this.#proofs);
  }
}

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
