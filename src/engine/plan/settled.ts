/** What the ledger and the catalog say of steps that have happened. */
import { Buffer } from 'node:buffer';
import type { Name } from '../backup/name.ts';
import { Paths } from '../catalog/paths.ts';
import type { Store } from '../catalog/store.ts';
import { type LedgerName, type LedgerRecord, type RecordedState, toLedgerName } from '../ledger/record.ts';
import { FACTS_VERSION } from '../media/factsVersion.ts';
import type { Reading } from './carry.ts';
import type { FileStat } from './fileSystem.ts';
import type { OnRecord } from './item.ts';
import { isOurs } from './places.ts';
import { parted, type Step } from './step.ts';

export interface Settled {
  readonly step: Pick<Step, 'id' | 'do' | 'path' | 'from'>;
  /** Of the bytes at its target now, in hex. */
  readonly sha256: string;
  /** Of the target, as the disk has it. */
  readonly stat: FileStat;
  /** What the record said before: of the file that went to the target, and of the target's path. */
  readonly was: OnRecord;
  readonly target: OnRecord;
  /** What the index wants to know of it. */
  readonly reading?: Reading;
}

type Sums = Extract<LedgerRecord, { t: 'sums' }>;
type Gone = Extract<LedgerRecord, { t: 'gone' }>;
type Assets = Extract<LedgerRecord, { t: 'assets' }>;

/** Lines that name the files of one folder each. */
export function recordsOf(settled: readonly Settled[], change: string): readonly LedgerRecord[] {
  const at = Date.now();
  const sums = new Map<
    string,
    { dir: LedgerName; why: Sums['why']; files: Sums['files']; was: RecordedState[] | (RecordedState | null)[] }
  >();
  const gone = new Map<string, { dir: LedgerName; why: Gone['why']; files: Gone['files'] }>();
  const assets = new Map<string, { dir: LedgerName; ids: Assets['ids'] }>();
  const within = <T>(map: Map<string, T>, path: Name, why: string, make: (dir: LedgerName) => T): [T, LedgerName] => {
    const { dir, name } = parted(path);
    const key = `${why}/${dir.text}`;
    const group = map.get(key) ?? make(toLedgerName(dir));
    map.set(key, group);
    return [group, toLedgerName(name)];
  };
  const record = (path: Name, state: RecordedState, was: RecordedState | undefined, why: Sums['why']): void => {
    const [group, name] = within(sums, path, why, dir => ({
      dir,
      why,
      files: [],
      was: [] as (RecordedState | null)[],
    }));
    group.files.push([name, state]);
    (group.was as (RecordedState | null)[]).push(was ?? null);
  };
  const forget = (path: Name, state: RecordedState | undefined, why: Gone['why']): void => {
    if (state == null) return;
    const [group, name] = within(gone, path, why, dir => ({ dir, why, files: [] }));
    group.files.push([name, state]);
  };
  for (const { step, sha256, stat, was, target } of settled) {
    const now: RecordedState = [stat.size, stat.mtime, sha256];
    if (step.do === 'copy' || step.do === 'metadata') record(step.path, now, target.state, 'applied');
    else if (step.do === 'quarantine') forget(step.path, was.state, 'applied');
    else if (step.do === 'move') {
      const from = step.from ?? step.path;
      if (!isOurs(from)) forget(from, was.state, 'moved');
      record(step.path, was.state ?? now, target.state, 'moved');
      if (was.uid != null && !isOurs(from)) {
        const [group, name] = within(assets, step.path, '', dir => ({ dir, ids: [] }));
        group.ids.push([name, was.uid]);
      }
    }
  }
  return [
    ...[...gone.values()].map((group): Gone => ({ t: 'gone', at, change, ...group })),
    ...[...sums.values()].map((group): Sums => ({ t: 'sums', at, change, ...group })),
    ...[...assets.values()].map((group): Assets => ({ t: 'assets', at, ...group })),
  ];
}

/**
 * Brings the catalog's rows into step with the disk; within the transaction that brings the records in.
 * @param mayBeMoved whether a file of so many bytes may be one that lay elsewhere before: the index has to look
 */
export function showSettled(
  { db }: Store,
  settled: readonly Settled[],
  mayBeMoved: (size: number) => boolean = () => true,
): void {
  const paths = new Paths(db);
  const rowOf = (path: Name): { file: number; dir: number } => {
    const { dir, name } = parted(path);
    const id = paths.dir(dir);
    return { file: paths.file(id, name), dir: id };
  };
  const soil = db.prepare('UPDATE dir SET dirty = 1, signature = NULL WHERE id = ?');
  const come = db.prepare('UPDATE file SET present = 1, online_only = 0, size = ?, mtime = ?, inode = ? WHERE id = ?');
  const go = db.prepare('UPDATE file SET present = 0 WHERE id = ?');
  const take = db.prepare(
    `UPDATE file SET content_key = s.content_key, read_size = s.read_size, read_mtime = s.read_mtime, read_v = s.read_v,
       role = s.role FROM file s WHERE s.id = @from AND file.id = @to`,
  );
  const spend = db.prepare('UPDATE file SET content_key = NULL, read_v = NULL WHERE id = ?');
  const facts = db.prepare('UPDATE OR REPLACE facts SET file = @to WHERE file = @from');
  const main = db.prepare('UPDATE asset SET main = @to WHERE main = @from');
  const read = db.prepare(
    `UPDATE file SET read_size = size, read_mtime = mtime, read_v = ${FACTS_VERSION}, content_key = ?
     WHERE id = ? AND read_v IS NULL AND content_key IS NULL`,
  );
  const say = db.prepare('INSERT OR REPLACE INTO facts(file, json) VALUES (?, ?)');
  for (const { step, stat, reading } of settled) {
    const row = rowOf(step.path);
    soil.run(row.dir);
    if (step.do === 'quarantine') {
      go.run(row.file);
      continue;
    }
    come.run(stat.size, stat.mtime, stat.inode, row.file);
    if (reading != null && !mayBeMoved(stat.size) && read.run(reading.contentKey ?? null, row.file).changes > 0)
      say.run(row.file, JSON.stringify(reading.facts));
    if (step.do !== 'move' || step.from == null || isOurs(step.from)) continue;
    const origin = rowOf(step.from);
    soil.run(origin.dir);
    go.run(origin.file);
    const move = { from: origin.file, to: row.file };
    take.run(move);
    facts.run(move);
    main.run(move);
    spend.run(origin.file);
  }
}

export const sameState = (a: RecordedState | undefined, sha256: string): boolean =>
  a == null || Buffer.from(a[2], 'hex').equals(Buffer.from(sha256, 'hex'));
