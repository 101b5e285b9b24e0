/** Makes the plan of an export and nothing else: neither the backup nor the source is changed in anything. */
import fs from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { readIdentity } from '../../backup/identity.ts';
import { layoutOf } from '../../backup/layout.ts';
import { sweepTemporaryFolders } from '../../backup/temporaryFolder.ts';
import type { Finding } from '../../catalog/findings.ts';
import { cacheFolder } from '../../catalog/location.ts';
import { Store } from '../../catalog/store.ts';
import { NEW_BACKUP, type PlanHeader } from '../../plan/form.ts';
import type { Given } from '../../sources/given.ts';
import type { Source, SourceFile } from '../../sources/source.ts';
import { type JobResult, Stopped } from '../job.ts';
import { AppleProofs } from './appleProofs.ts';
import { type BackupState, EMPTY_BACKUP } from './backupState.ts';
import { catalogOf } from './catalogOf.ts';
import { CatalogState, linkedOn, namesOn } from './catalogState.ts';
import type { ExportOptions } from './exportOptions.ts';
import { MediaFacts } from './mediaFacts.ts';
import { MetadataChosen } from './metadataChosen.ts';
import { headerSource } from './opened.ts';
import { SourceFiles } from './sourceBytes.ts';
import { tryOut } from './trial.ts';
import { writePlan } from './writePlan.ts';

/** @throws as `exportPhotos` */
export async function planOnly(options: ExportOptions, given: Given, source: Source): Promise<JobResult> {
  const { root, reporter, signal, choices } = options;
  const check = (): void => {
    if (signal.aborted) throw new Stopped();
  };
  sweepTemporaryFolders();
  const began = performance.now();
  let last = began;
  const pause = (): Promise<void> | undefined => {
    check();
    if (performance.now() - last < 40) return undefined;
    last = performance.now();
    return new Promise(resolve => setImmediate(resolve));
  };
  const identity = fs.existsSync(root) ? readIdentity(layoutOf(root)) : undefined;
  const store = identity == null ? undefined : Store.open(root, { ...options, create: false });
  let errors = 0;
  const media = new MediaFacts(options.processes, error =>
    reporter.finding({ severity: 'warning', code: 'metadata-unread', path: { text: '' }, message: error.message }),
  );
  try {
    const catalog = store == null ? undefined : new CatalogState(store, source.kind, pause);
    const state: BackupState = catalog ?? {
      ...EMPTY_BACKUP,
      names: folder => namesOn(path.join(root, folder)),
      linked: folder => linkedOn(root, folder),
    };
    const opened = await source.open(given, {
      facts: async file => {
        await pause();
        return catalog?.facts(file) ?? media.of(file);
      },
      catalogOf: folder => catalogOf(folder, options),
    });
    const paths = given.parts.map(part => part.path);
    const header: PlanHeader = {
      type: 'plan',
      version: 1,
      job: 'export',
      backup: identity?.id ?? NEW_BACKUP,
      created: new Date().toISOString(),
      title: `Export from ${opened.label}`,
      sources: headerSource(source.kind, opened.label, paths),
      options: choices,
    };
    const file = options.plan ?? path.join(options.cache ?? cacheFolder(), 'plans', `${uuidv7()}.plan.jsonl`);
    const report = (finding: Finding): void => {
      if (finding.severity === 'error') errors++;
      reporter.finding(finding);
    };
    const files = new SourceFiles(new AppleProofs(report));
    const ports = {
      state,
      hash: (one: SourceFile) => files.sha256(one, pause),
      report,
      placeOf: (one: SourceFile) => given.placeOf(one),
      onItem: (tally: { readonly planned: number; readonly bytes: number }) => {
        reporter.progress({ phase: 'plan', done: tally.planned, total: 0, bytes: tally.bytes, totalBytes: 0 });
        return pause();
      },
    };
    const { tally, actions } = await writePlan(file, header, opened, choices, ports, files);
    const chosen = store == null ? undefined : new MetadataChosen(store.db, source.kind, paths);
    const otherwise = chosen?.finding(choices.metadata, tally.unchanged);
    if (otherwise != null) report(otherwise);
    // The export itself looks at all of it again.
    const planning = (performance.now() - began) / 1000;
    const folder = existing(root);
    const disk = fs.statfsSync(folder);
    reporter.progress({ phase: 'trial', done: 0, total: 0, bytes: 0, totalBytes: 0 });
    const trial = await tryOut(file, files, folder, pause);
    const counts = {
      ...tally.counts(tally.planned, 0, true),
      bytes: tally.bytes,
      free: disk.bavail * disk.bsize,
      actions,
      ...(trial != null && {
        estimatedSeconds: Math.round(planning + trial.seconds),
        tried: trial.files,
        triedOn: trial.isOnDisk ? 'disk' : 'temporary',
      }),
      plan: file,
      dryRun: true,
    };
    return { counts, errors };
  } finally {
    await media.end();
    store?.close();
  }
}

function existing(where: string): string {
  let part = where;
  while (!fs.existsSync(part) && part !== path.dirname(part)) part = path.dirname(part);
  return part;
}
