/**
 * The verify job: reads every file and holds it against the manifest. What was never recorded is recorded;
 * what differs is said, and its record left as it is.
 */
import { type Finding, Findings } from '../catalog/findings.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import { renderSums } from '../catalog/sums.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { survey } from './survey.ts';
import { Checker } from './verifying/checker.ts';
import { countVerified, DueFiles } from './verifying/due.ts';
import { beginRun, endRun } from './verifying/logicalRun.ts';
import { settleMissing } from './verifying/missing.ts';
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

async function verifyBytes(run: JobRun, options: VerifyOptions): Promise<JobResult> {
  const { store } = run;
  const logical = beginRun(store.db, options.restart);
  if (logical.resumed)
    run.reporter.note(
      `Going on with the verification that was interrupted (begun ${new Date(logical.begun).toISOString()}); "--restart" begins anew.`,
    );
  // What was told once (new, moved) is told by the run that found it.
  else
    store.commit([], () =>
      store.db.exec("DELETE FROM finding WHERE owner = 'verify' AND code IN ('extra', 'moved', 'online-only')"),
    );
  const seen = await survey(run);
  const before = options.olderThan > 0 ? Math.min(logical.begun, Date.now() - options.olderThan) : logical.begun;
  const checker = new Checker(run, seen.clock, logical.first);
  await checker.check(new DueFiles(store.db, before, seen.clock));
  settleMissing(store);
  store.commit([], () => endRun(store.db));
  run.progress({ phase: 'publish', done: 0, total: 1, bytes: 0, totalBytes: 0 });
  renderSums(store);
  publishSnapshot(store);
  return report(run, new Findings(store.db).open(['survey', 'verify']), {
    files: seen.files,
    verified: countVerified(store.db, logical.begun, seen.clock),
    bytes: checker.bytes,
  });
}

async function verifyQuick(run: JobRun): Promise<JobResult> {
  const seen = await survey(run);
  return report(run, [...new Findings(run.store.db).open(['survey']), ...quickCheck(run.store.db, seen.clock)], {
    files: seen.files,
    verified: 0,
    bytes: 0,
  });
}

const COUNTED = ['corrupt', 'missing', 'extra', 'modified', 'moved', 'damaged'] as const;

function report(
  run: JobRun,
  findings: Iterable<Finding>,
  { files, verified, bytes }: { files: number; verified: number; bytes: number },
): JobResult {
  const counts = { corrupt: 0, missing: 0, extra: 0, modified: 0, moved: 0, damaged: 0 };
  let errors = 0;
  for (const finding of findings) {
    if (finding.severity === 'error') errors++;
    const counted = COUNTED.find(code => code === finding.code);
    if (counted != null) counts[counted]++;
    run.reporter.finding(finding);
  }
  return { counts: { files, verified, ...counts, bytes }, errors };
}
