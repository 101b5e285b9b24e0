/** Records what another program changed: the person says that it was meant. It can be undone. */

import fs from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { hashFile } from '../backup/hash.ts';
import { joinName, joinPath, nameKey, storedName } from '../backup/name.ts';
import type { Finding } from '../catalog/findings.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import { renderSums } from '../catalog/sums.ts';
import { type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';

export interface AcceptOptions extends JobOptions {
  /** Relative to the backup, with `/`; or all files that the last verification found modified. */
  readonly paths: readonly string[] | 'all-modified';
}

interface Row {
  readonly id: number;
  readonly asset: number | null;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly rec_sha: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
}

const SELECT = `SELECT f.id, f.asset, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha, f.rec_size, f.rec_mtime
  FROM file f JOIN dir d ON d.id = f.dir WHERE `;

/** @throws as {@link runJob} does */
export function accept(options: AcceptOptions): Promise<JobResult> {
  return runJob('accept', { ...options, create: false }, run => acceptFiles(run, options.paths));
}

function find(run: JobRun, path: string): Row | undefined {
  const slash = path.lastIndexOf('/');
  const [dir, name] = slash === -1 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
  const { db } = run.store;
  return (
    db.prepare<[string, string], Row>(`${SELECT} d.path = ? AND f.name = ?`).get(dir, name) ??
    db.prepare<[string, string], Row>(`${SELECT} d.path = ? AND f.key = ?`).get(dir, nameKey(name))
  );
}

async function acceptFiles(run: JobRun, paths: AcceptOptions['paths']): Promise<JobResult> {
  const { store, reporter } = run;
  const findings: Finding[] = [];
  const rows: Row[] = [];
  if (paths === 'all-modified')
    rows.push(...store.db.prepare<[], Row>(`${SELECT} f.state = 'modified' ORDER BY d.path, f.name`).all());
  else
    for (const path of paths) {
      const row = find(run, path);
      if (row != null) rows.push(row);
      else
        findings.push({
          severity: 'error',
          code: 'missing',
          path: { text: path },
          message:
            'The backup has no record of such a file. Give its path from the root of the backup; run "keepsake index" if it is new.',
        });
    }
  const change = uuidv7();
  const records: LedgerRecord[] = [];
  const assets = new Set<number>();
  let files = 0;
  for (const row of rows) {
    const record = await recordOf(run, row, change, findings);
    if (record == null) continue;
    records.push(record);
    files++;
    assets.add(row.asset ?? -row.id);
    run.progress({ phase: 'hash', done: files, total: rows.length, bytes: 0, totalBytes: 0 });
  }
  if (records.length > 0) {
    const title =
      files === 1
        ? `Accepted ${joinName(storedName(rows[0]?.path ?? '', null), storedName(rows[0]?.name ?? '', null)).text}`
        : `Accepted ${files} files`;
    store.commit([{ t: 'change', at: Date.now(), id: change, job: 'accept', title }, ...records], () => {
      const clear = store.db.prepare("DELETE FROM finding WHERE file = ? AND owner = 'verify'");
      for (const row of rows) clear.run(row.id);
    });
    renderSums(store);
    publishSnapshot(store);
  }
  for (const finding of findings) reporter.finding(finding);
  return { counts: { assets: assets.size, files, ...(records.length > 0 ? { change } : {}) }, errors: findings.length };
}

async function recordOf(run: JobRun, row: Row, change: string, findings: Finding[]): Promise<LedgerRecord | undefined> {
  const dir = storedName(row.path, row.pathRaw);
  const name = storedName(row.name, row.raw);
  const path = joinName(dir, name);
  const was: RecordedState | null =
    row.rec_sha == null ? null : [row.rec_size, row.rec_mtime, row.rec_sha.toString('hex')];
  const file = joinPath(run.store.layout.root, dir, name);
  if (!fs.existsSync(file)) {
    if (was == null) return undefined;
    return {
      t: 'gone',
      at: Date.now(),
      why: 'accept',
      change,
      dir: toLedgerName(dir),
      files: [[toLedgerName(name), was]],
    };
  }
  try {
    const now = await hashFile(file, () => {}, run.pause);
    if (now.unsteady) throw Object.assign(new Error('it is being written to'), { code: 'it is being written to' });
    if (was != null && row.rec_sha?.equals(now.sha256) && was[0] === now.size && was[1] === now.mtime) return undefined;
    const is: RecordedState = [now.size, now.mtime, now.sha256.toString('hex')];
    return {
      t: 'sums',
      at: Date.now(),
      why: 'accept',
      change,
      dir: toLedgerName(dir),
      files: [[toLedgerName(name), is]],
      was: [was],
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code == null) throw error;
    findings.push({
      severity: 'error',
      code: 'unreadable',
      path,
      message: `This file can't be read (${code}); its record was left as it was.`,
    });
    return undefined;
  }
}
