/** Records what another program changed: the person says that it was meant. It can be undone. */
import { uuidv7 } from 'uuidv7';
import { clockOf } from '../backup/clock.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { type Finding, SEVERITY_OF } from '../catalog/findings.ts';
import { pathOfRow, type RecordedRow } from '../catalog/recordedRow.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { recordOf } from './accepting/recordOf.ts';
import { filesNamed, modifiedFiles, type WantedFile } from './accepting/wanted.ts';
import { refuseAway } from './away.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';

export interface AcceptOptions extends JobOptions {
  /** Of files or folders, relative to the backup, with `/`; or all files that the last verification found modified. */
  readonly paths: readonly string[] | 'all-modified';
  /** Also files whose bytes differ while size and time are as recorded: that is how rot looks. */
  readonly corrupt?: boolean;
}

const UNKNOWN =
  'The backup has no record of such a file or folder. Give its path from the root of the backup; run "keepsake index" if it is new.';

/** @throws as {@link runJob} does; {import('./saving.ts').Unsaved} */
export function accept(options: AcceptOptions): Promise<JobResult> {
  return runJob('accept', { ...options, create: false }, run =>
    acceptFiles(run, options.paths, options.corrupt === true),
  );
}

async function acceptFiles(run: JobRun, paths: AcceptOptions['paths'], corrupt: boolean): Promise<JobResult> {
  const { store } = run;
  adoptSums(store);
  const findings: Finding[] = [];
  const wanted = wantedFiles(run, paths, findings);
  const change = uuidv7();
  const acceptance = {
    change,
    corrupt,
    clock: clockOf(store.layout.root),
    refuse: (code: Finding['code'], { row }: WantedFile, message: string): undefined => {
      findings.push({ severity: SEVERITY_OF[code], code, path: pathOfRow(row), message });
    },
  };
  const accepted: { readonly row: RecordedRow; readonly record: LedgerRecord }[] = [];
  let looked = 0;
  for (const file of wanted) {
    const record = await recordOf(run, file, acceptance);
    if (record != null) accepted.push({ row: file.row, record });
    run.progress({ phase: 'hash', done: ++looked, total: wanted.length, bytes: 0, totalBytes: 0 });
    const waiting = run.pause();
    if (waiting != null) await waiting;
  }
  const [first] = accepted;
  if (first != null) {
    const title = accepted.length === 1 ? `Accepted ${pathOfRow(first.row).text}` : `Accepted ${accepted.length} files`;
    store.commit(
      [{ t: 'change', at: Date.now(), id: change, job: 'accept', title }, ...accepted.map(({ record }) => record)],
      () => {
        const clear = store.db.prepare("DELETE FROM finding WHERE file = ? AND owner = 'verify'");
        for (const { row } of accepted) clear.run(row.id);
      },
    );
  }
  for (const finding of findings) run.report(finding);
  run.count({
    assets: new Set(accepted.map(({ row }) => row.asset ?? -row.id)).size,
    files: accepted.length,
    removed: accepted.filter(({ record }) => record.t === 'gone').length,
    ...(first == null ? { refused: findings.length > 0 } : { change }),
  });
  const unsaved = first == null ? undefined : saveRecord(run, { sums: true });
  if (unsaved != null) throw unsaved;
  return run.result;
}

/** Each file once, however it was named. */
function wantedFiles(run: JobRun, paths: AcceptOptions['paths'], findings: Finding[]): readonly WantedFile[] {
  const { db, layout } = run.store;
  if (paths === 'all-modified') return modifiedFiles(db);
  const wanted = new Map<number, WantedFile>();
  for (const path of paths)
    try {
      const files = filesNamed(db, layout.root, path);
      if (files == null) findings.push({ severity: 'error', code: 'missing', path: { text: path }, message: UNKNOWN });
      for (const file of files ?? []) if (wanted.get(file.row.id)?.named !== true) wanted.set(file.row.id, file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code == null) throw error;
      refuseAway(run.store, code);
      const message = `This folder can't be looked into (${code}); the record of what is in it was left as it was.`;
      findings.push({ severity: 'error', code: 'unreadable', path: { text: path }, message });
    }
  return [...wanted.values()];
}
