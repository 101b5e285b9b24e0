/** The index job: what is new or changed in the backup goes into the catalog; nothing else is read. */

import { Findings } from '../catalog/findings.ts';
import { beginIndex, endIndex } from '../catalog/unfinished.ts';
import { indexPending } from './indexing/indexPending.ts';
import { PendingFiles } from './indexing/pending.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';
import { survey } from './survey.ts';
import type { LookAhead } from './surveying/lookAhead.ts';

export interface IndexOptions extends JobOptions {
  /** exiftool processes; as many as there are cores, at most 4, where absent. */
  readonly processes: number;
  /** A walk that was begun ahead of the job, which ends it. */
  readonly ahead?: LookAhead | undefined;
}

/** @throws as {@link runJob} does */
export async function index(options: IndexOptions): Promise<JobResult> {
  const { processes, ahead } = options;
  try {
    return await runJob('index', { ...options, create: true }, run => indexBackup(run, processes, ahead));
  } finally {
    ahead?.end();
  }
}

async function indexBackup(run: JobRun, processes: number, ahead: LookAhead | undefined): Promise<JobResult> {
  const { db } = run.store;
  beginIndex(db);
  const seen = await survey(run, { ahead, byTimes: true });
  const pending = new PendingFiles(db);
  // By what index knew, not by what the walk saw: a verification or a run that was killed may have walked before.
  const { files, removed, returned } = seen;
  const added = pending.fresh + returned;
  const { changed } = pending;
  run.count({ files, assets: 0, added: 0, changed: 0, removed, unchanged: files - added - changed });
  const hadWork = await indexPending(run, processes, pending);
  // Before the snapshot is made, which is whole.
  endIndex(db);
  let unsaved: Error | undefined;
  if (hadWork) {
    run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
    unsaved = saveRecord(run, { sums: false });
  }
  let errors = 0;
  for (const finding of new Findings(db).open(['survey', 'reading', 'index'])) {
    if (finding.severity === 'error') errors++;
    run.report(finding);
  }
  const assets = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM asset').get()?.n ?? 0;
  const counts = { files, assets, added, changed, removed, unchanged: files - added - changed };
  run.count(counts);
  if (unsaved != null) throw unsaved;
  return { counts, errors };
}
