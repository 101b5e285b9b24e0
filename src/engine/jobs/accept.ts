/** Records what another program changed: the person says that it was meant. It can be undone. */

import fs from 'node:fs';
import { uuidv7 } from 'uuidv7';
import { hashFile } from '../backup/hash.ts';
import { joinName, joinPath, type Name, nameKey, splitPath, storedName } from '../backup/name.ts';
import { isOnlineOnly } from '../backup/onlineOnly.ts';
import { type Clock, clockOf } from '../backup/sameTime.ts';
import { adoptSums } from '../catalog/adoptSums.ts';
import { type Finding, type FindingCode, SEVERITY_OF } from '../catalog/findings.ts';
import { publishSnapshot } from '../catalog/publish.ts';
import { renderSums } from '../catalog/sums.ts';
import { type LedgerName, type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { refuseAway } from './verifying/away.ts';
import { verdictOf } from './verifying/verdict.ts';

export interface AcceptOptions extends JobOptions {
  /** Relative to the backup, with `/`; or all files that the last verification found modified. */
  readonly paths: readonly string[] | 'all-modified';
  /** Also files whose bytes differ while size and time are as recorded: that is how rot looks. */
  readonly corrupt?: boolean;
}

interface Row {
  readonly id: number;
  readonly asset: number | null;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly rec_sha: Buffer | null;
  /** Null of a record that was taken from SHA256SUMS. */
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
}

/** What a file's record becomes; or why it can't. */
type Accepted = { readonly row: Row; readonly record: LedgerRecord };

const SELECT = `SELECT f.id, f.asset, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_sha, f.rec_size, f.rec_mtime
  FROM file f JOIN dir d ON d.id = f.dir WHERE `;

/** @throws as {@link runJob} does */
export function accept(options: AcceptOptions): Promise<JobResult> {
  return runJob('accept', { ...options, create: false }, run =>
    acceptFiles(run, options.paths, options.corrupt === true),
  );
}

function find(run: JobRun, path: string): Row | undefined {
  const { folder, name } = splitPath(path);
  const { db } = run.store;
  return (
    db.prepare<[string, string], Row>(`${SELECT} d.path = ? AND f.name = ?`).get(folder, name) ??
    db.prepare<[string, string], Row>(`${SELECT} d.path = ? AND f.key = ?`).get(folder, nameKey(name))
  );
}

async function acceptFiles(run: JobRun, paths: AcceptOptions['paths'], corrupt: boolean): Promise<JobResult> {
  const { store, reporter } = run;
  adoptSums(store);
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
  const clock = clockOf(store.layout.root);
  const accepted: Accepted[] = [];
  let looked = 0;
  for (const row of rows) {
    const record = await recordOf(run, row, change, { corrupt, all: paths === 'all-modified', clock }, findings);
    if (record != null) accepted.push({ row, record });
    run.progress({ phase: 'hash', done: ++looked, total: rows.length, bytes: 0, totalBytes: 0 });
  }
  const [first] = accepted;
  if (first != null) {
    const title = accepted.length === 1 ? `Accepted ${nameOfRow(first.row).text}` : `Accepted ${accepted.length} files`;
    store.commit(
      [{ t: 'change', at: Date.now(), id: change, job: 'accept', title }, ...accepted.map(({ record }) => record)],
      () => {
        const clear = store.db.prepare("DELETE FROM finding WHERE file = ? AND owner = 'verify'");
        for (const { row } of accepted) clear.run(row.id);
      },
    );
    renderSums(store);
    publishSnapshot(store);
  }
  for (const finding of findings) reporter.finding(finding);
  const assets = new Set(accepted.map(({ row }) => row.asset ?? -row.id)).size;
  const removed = accepted.filter(({ record }) => record.t === 'gone').length;
  return {
    counts: {
      assets,
      files: accepted.length,
      removed,
      ...(first == null ? { refused: findings.length > 0 } : { change }),
    },
    errors: findings.filter(({ severity }) => severity === 'error').length,
  };
}

const nameOfRow = (row: Row): Name => joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw));

interface Rules {
  readonly corrupt: boolean;
  /** Nobody named this file: what looks like a loss is not accepted. */
  readonly all: boolean;
  readonly clock: Clock;
}

async function recordOf(
  run: JobRun,
  row: Row,
  change: string,
  { corrupt, all, clock }: Rules,
  findings: Finding[],
): Promise<LedgerRecord | undefined> {
  const dir = storedName(row.path, row.pathRaw);
  const name = storedName(row.name, row.raw);
  const refuse = (code: FindingCode, message: string): undefined => {
    findings.push({ severity: SEVERITY_OF[code], code, path: nameOfRow(row), message });
  };
  const was = (size: number, mtime: number): RecordedState | null =>
    row.rec_sha == null ? null : [row.rec_size ?? size, row.rec_mtime ?? mtime, row.rec_sha.toString('hex')];
  const { root } = run.store.layout;
  const file = joinPath(root, dir, name);
  try {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false });
    if (stat == null) {
      // A folder that can't be listed, or is not there, says nothing of its files.
      fs.readdirSync(dir.text === '' ? root : joinPath(root, dir));
      if (all)
        return refuse(
          'missing',
          'This file is no longer there. Its record was left; name it to take it off the record.',
        );
      const gone = was(0, 0);
      if (gone == null) return refuse('missing', 'There is no such file, nor a record of one.');
      const files: [LedgerName, RecordedState][] = [[toLedgerName(name), gone]];
      return { t: 'gone', at: Date.now(), why: 'accept', change, dir: toLedgerName(dir), files };
    }
    if (isOnlineOnly(stat))
      return refuse(
        'online-only',
        'Its bytes are with a cloud service, not on this disk: it was not read, and its record was left.',
      );
    const now = await hashFile(file, () => {}, run.pause);
    if (now.unsteady) return refuse('unreadable', 'This file is being written to; its record was left as it was.');
    if (row.rec_sha != null) {
      const recorded = { sha256: row.rec_sha, size: row.rec_size, mtime: row.rec_mtime };
      const verdict = verdictOf(recorded, now, false, clock);
      if (verdict === 'proved') return undefined;
      if (verdict === 'corrupt' && !corrupt)
        return refuse(
          'corrupt',
          'Its bytes differ while size and time are as recorded (or are not on the record): that is how rot looks, so its record was left. Restore it from another copy; if you know that these bytes are right, accept it with --corrupt.',
        );
      if (all && now.size === 0 && row.rec_size !== 0)
        return refuse('empty', 'This file is empty now. Its record was left; name it if that was meant.');
    }
    const is: RecordedState = [now.size, now.mtime, now.sha256.toString('hex')];
    return {
      t: 'sums',
      at: Date.now(),
      why: 'accept',
      change,
      dir: toLedgerName(dir),
      files: [[toLedgerName(name), is]],
      was: [was(now.size, now.mtime)],
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code == null) throw error;
    refuseAway(run.store, code);
    return refuse('unreadable', `This file can't be read (${code}); its record was left as it was.`);
  }
}
