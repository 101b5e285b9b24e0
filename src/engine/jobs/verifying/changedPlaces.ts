/** Files that differ from their record only because names were given anew: the record follows the bytes. */
import type { Statement } from 'better-sqlite3';
import { joinName, type Name, storedName } from '../../backup/name.ts';
import type { Store } from '../../catalog/store.ts';
import type { Move } from '../indexing/matching.ts';
import type { VerifyBatch } from './batch.ts';
import { believed } from './believed.ts';
import type { DifferingFiles } from './differing.ts';

/** A chain is recorded in one stroke, so that a crash doesn't cut it; of a whole tree in strokes of so many files. */
const STROKE = 5_000;

interface Row {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly rec_size: number | null;
  readonly rec_mtime: number | null;
  /** What was read; null of a file that is gone, or that was not held against a record. */
  readonly sha: Buffer | null;
  readonly size: number | null;
  readonly mtime: number | null;
}

/** @param isThere under its name are other bytes now */
export function movedFrom(path: Name, isThere: boolean): string {
  return `The same bytes as ${path.text} had, which ${isThere ? 'holds others now' : 'is no longer there'}: it was moved or renamed. The record follows it.`;
}

/** To be called when all was read. What was said of these files while they were read is taken back. */
export function settleChangedPlaces(store: Store, batch: VerifyBatch, differing: DifferingFiles): void {
  batch.flush();
  if (!differing.isAny) return;
  const matches = differing.matches();
  const { chains, others } = believed(matches);
  const rows: Statement<[number], Row> = store.db.prepare(
    `SELECT d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_size, f.rec_mtime, x.sha, x.size, x.mtime
     FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN temp.differing x ON x.file = f.id WHERE f.id = ?`,
  );
  for (const chain of chains) {
    for (const [i, move] of chain.entries()) {
      follow(move, matches.gone.has(move.source), rows, batch);
      if (i % STROKE === STROKE - 1) batch.flush();
    }
    batch.flushIfDue();
  }
  for (const { file, source } of others) {
    const row = rows.get(source);
    if (row == null) continue;
    const had = joinName(storedName(row.path, row.pathRaw), storedName(row.name, row.raw)).text;
    batch.explain(
      file,
      ` It holds the bytes now that ${had} had; its own were found nowhere else. Don't put others over it before those have their place again.`,
    );
    batch.flushIfDue();
  }
}

function follow({ file, source }: Move, isGone: boolean, rows: Statement<[number], Row>, batch: VerifyBatch): void {
  const [row, from] = [rows.get(file), rows.get(source)];
  if (row == null || from == null) return;
  const placed = { id: file, dirName: storedName(row.path, row.pathRaw), name: storedName(row.name, row.raw) };
  const [dir, name] = [storedName(from.path, from.pathRaw), storedName(from.name, from.raw)];
  const { sha, size, mtime } = row;
  // What was recorded first by this run is on the record already.
  const state = sha == null || size == null || mtime == null ? undefined : { sha256: sha, size, mtime };
  if (isGone && state != null)
    batch.gone(dir, name, { ...state, size: from.rec_size ?? 0, mtime: from.rec_mtime ?? 0 });
  batch.follow(placed, state, movedFrom(joinName(dir, name), !isGone));
}
