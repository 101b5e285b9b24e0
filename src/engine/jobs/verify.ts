/**
 * The verify job: reads every file and holds it against the manifest. What was never recorded is recorded;
 * what differs is said, and its record left as it is.
 */
import { clockOf } from '../backup/clock.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { type FindingCode, Findings } from '../catalog/findings.ts';
import { LedgerFindings } from '../catalog/ledgerFindings.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { saveRecord } from './saving.ts';
import { survey } from './survey.ts';
import { Checker } from './verifying/checker.ts';
import { countVerified, DueFiles } from './verifying/due.ts';
import { beginRun, endRun } from './verifying/logicalRun.ts';
import { dropStale, settleMissing } from './verifying/missing.ts';
import { quickCheck } from './verifying/quick.ts';
import { checkLedger } from './verifying/wholeLedger.ts';

export interface VerifyOptions extends JobOptions {
  /** Sizes and times only: no byte is read, nothing is recorded. */
  readonly quick: boolean;
  /** Only files last proved longer ago than this, in ms; 0 for all. */
  readonly olderThan: number;
  /** Begin anew where the last run was interrupted, instead of going on from there. */
  readonly restart: boolean;
}

/** @throws as {@link runJob} does, and BackupAway */
export function verify(options: VerifyOptions): Promise<JobResult> {
  return runJob('verify', { ...options, create: true, recordsNothing: options.quick }, run =>
    options.quick ? verifyQuick(run) : verifyBytes(run, options),
  );
}

const NONE = { files: 0, verified: 0, corrupt: 0, missing: 0, extra: 0, modified: 0, moved: 0, damaged: 0, bytes: 0 };
const UNREAD: readonly FindingCode[] = ['unreadable', 'online-only'];

async function verifyBytes(run: JobRun, options: VerifyOptions): Promise<JobResult> {
  const { store } = run;
  run.count({ ...NONE, empty: 0, unread: 0, recent: 0 });
  adoptSums(store);
  const logical = beginRun(store.db, options.restart);
  if (logical.resumed)
    run.reporter.note(
      `Going on with the verification that was interrupted (begun ${new Date(logical.begun).toISOString()}); "--restart" begins anew.`,
    );
  // What was told once (new, moved) is told by the run that found it.
  else
    store.commit([], () => {
      store.db.exec("DELETE FROM finding WHERE owner = 'verify' AND code IN ('extra', 'moved', 'online-only')");
      new LedgerFindings(store.db).settle();
    });
  let checker: Checker | undefined;
  const tell = (since: number): void => {
    const findings = new Findings(store.db);
    let unread = 0;
    for (const finding of [...findings.open(['survey', 'verify'], since), ...(checker?.unkept ?? [])]) {
      if (UNREAD.includes(finding.code)) unread++;
      run.report(finding);
    }
    const verified = countVerified(store.db, logical.begun, clockOf(store.layout.root));
    run.count({ verified, unread, bytes: checker?.bytes ?? 0 });
  };
  try {
    const seen = await survey(run);
    run.count({ files: seen.files });
    dropStale(store);
    const before = options.olderThan > 0 ? Math.min(logical.begun, Date.now() - options.olderThan) : logical.begun;
    const due = new DueFiles(store.db, before, seen.clock);
    if (options.olderThan > 0) run.count({ recent: Math.max(0, seen.files - due.length) });
    checker = new Checker(run, seen.clock, logical.first);
    await checker.check(due);
    settleMissing(store, checker.differing);
    await checkLedger(run);
    if (checker.unsaved == null) store.commit([], () => endRun(store.db));
  } catch (error) {
    // What was found is said, whatever came in between.
    try {
      tell(logical.begun);
    } catch {
      for (const finding of checker?.unkept ?? []) run.report(finding);
    }
    throw error;
  }
  run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
  const { unsaved } = checker;
  const lost =
    unsaved == null
      ? []
      : [`the proofs of ${unsaved.files} files, in the ledger of the backup: ${unsaved.why.message}`];
  tell(0);
  // A disk that has no room for it must not keep back what was found.
  const failure = saveRecord(run, { sums: true, lost });
  const result = withErrors(run);
  if (failure != null) throw failure;
  return result;
}

async function verifyQuick(run: JobRun): Promise<JobResult> {
  const { db } = run.store;
  run.count({ ...NONE, empty: 0 });
  adoptSums(run.store);
  const seen = await survey(run);
  run.count({ files: seen.files });
  dropStale(run.store);
  const findings = new Findings(db);
  for (const finding of findings.open(['survey'])) run.report(finding);
  const worse = new Set<string>();
  // No look at sizes and times takes back what reading the bytes has shown.
  for (const finding of findings.open(['verify']))
    if (finding.severity === 'error' && finding.code !== 'missing') {
      worse.add(finding.path.text);
      run.report(finding);
    }
  for (const finding of quickCheck(db, seen.clock))
    if (finding.code !== 'modified' || !worse.has(finding.path.text)) run.report(finding);
  return withErrors(run);
}

function withErrors(run: JobRun): JobResult {
  run.count({ errors: run.result.errors });
  return run.result;
}
