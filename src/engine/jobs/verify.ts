/**
 * The verify job: reads every file and holds it against the manifest. What was never recorded is recorded;
 * what differs is said, and its record left as it is.
 */
import { clockOf } from '../backup/sameTime.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { type Finding, type FindingCode, Findings } from '../catalog/findings.ts';
import { LedgerFindings } from '../catalog/ledgerFindings.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import type { Store } from '../catalog/store.ts';
import { renderSums } from '../catalog/sums.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { survey } from './survey.ts';
import { refuseAway } from './verifying/away.ts';
import { isOfDisk } from './verifying/batch.ts';
import { Checker } from './verifying/checker.ts';
import { countVerified, DueFiles } from './verifying/due.ts';
import { beginRun, endRun } from './verifying/logicalRun.ts';
import { dropStale, settleMissing } from './verifying/missing.ts';
import { quickCheck } from './verifying/quick.ts';

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
  return runJob('verify', { ...options, create: true }, run =>
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
    settleMissing(store);
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
  const unsaved = saveAll(store, checker.unsaved);
  tell(0);
  if (unsaved != null) run.report(unsaved);
  return withErrors(run);
}

/** Renders and publishes; a disk that has no room for it must not keep back what was found. */
function saveAll(store: Store, proofs: Checker['unsaved']): Finding | undefined {
  const lost = proofs == null ? [] : [`the proofs of ${proofs.files} files (${proofs.why.message})`];
  for (const [what, save] of [
    ['the list of checksums', renderSums],
    ['the copy of the catalog in the backup', publishSnapshot],
  ] as const)
    try {
      save(store);
    } catch (error) {
      if (!(error instanceof Error) || !isOfDisk(error)) throw error;
      refuseAway(store, error.code);
      lost.push(`${what} (${error.message})`);
    }
  if (lost.length === 0) return undefined;
  return {
    severity: 'error',
    code: 'unsaved',
    path: { text: '' },
    message: `Every file was read, but this could not be saved: ${lost.join(', ')}. See that the disk has room and can be written, then verify again.`,
  };
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
  // No look at sizes and times takes back what reading the bytes has shown.
  for (const finding of findings.open(['verify']))
    if (finding.severity === 'error' && finding.code !== 'missing') run.report(finding);
  for (const finding of quickCheck(db, seen.clock)) run.report(finding);
  return withErrors(run);
}

function withErrors(run: JobRun): JobResult {
  run.count({ errors: run.result.errors });
  return run.result;
}
