/** The index job: what is new or changed in the backup goes into the catalog; nothing else is read. */

import { Findings } from '../catalog/findings.ts';
import { noteIndexed } from '../catalog/unread.ts';
import { keyPending } from './indexing/keys.ts';
import { settleMoves } from './indexing/moves.ts';
import { PendingFiles } from './indexing/pending.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';
import { survey } from './survey.ts';

export interface IndexOptions extends JobOptions {
  /** exiftool processes; as many as there are cores, at most 4, where absent. */
  readonly processes: number;
}

/** @throws as {@link runJob} does */
export function index(options: IndexOptions): Promise<JobResult> {
  return runJob('index', { ...options, create: true }, run => indexBackup(run, options.processes));
}

async function indexBackup(run: JobRun, processes: number): Promise<JobResult> {
  const { db } = run.store;
  const seen = await survey(run);
  let pending = new PendingFiles(db);
  // By what index knew, not by what the walk saw: a verification or a run that was killed may have walked before.
  const { files, removed, returned } = seen;
  const added = pending.fresh + returned;
  const { changed } = pending;
  run.count({ files, assets: 0, added: 0, changed: 0, removed, unchanged: files - added - changed });
  if (pending.length > 0) {
    await keyPending(run, pending);
    if (settleMoves(run.store) > 0) pending = new PendingFiles(db);
  }
  const touched = new Set(
    db
      .prepare<[], { id: number }>('SELECT id FROM dir WHERE dirty = 1')
      .all()
      .map(({ id }) => id),
  );
  let unsaved: Error | undefined;
  if (pending.length > 0 || touched.size > 0) {
    // What reads and groups brings time zones and exiftool with it: loaded where there is work for it.
    const { readAll } = await import('./indexing/readAll.ts');
    await readAll(run, pending, touched, processes);
    noteIndexed(db);
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
