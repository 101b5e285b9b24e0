/**
 * What the rendered list of checksums knows and the ledger does not: a ledger, or a line of one, was lost. The list
 * is then the only record there is. It never overrides the ledger, and says nothing of sizes and times.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { type Name, nameOf } from '../backup/name.ts';
import { AS_IT_IS } from '../backup/oddPlace.ts';
import { isWalkablePath } from '../backup/walkable.ts';
import { LedgerFindings } from './ledgerFindings.ts';
import { Paths } from './paths.ts';
import type { Store } from './store.ts';
import { isNewSums, isOfFile, rememberSums } from './sums.ts';
import { parseSumsLine } from './sumsLine.ts';

/** Longer than any path that a system takes. */
const MAX_LINE = 1 << 20;

/** To be called under the lock, before the list is rendered again. A list that can't be read is none. */
export function adoptSums(store: Store): void {
  if (!isNewSums(store)) return;
  try {
    adopt(store);
  } catch (error) {
    if (!isOfFile(error)) throw error;
  }
}

function adopt(store: Store): void {
  const { db } = store;
  const paths = new Paths(db);
  // A row that the ledger has ever spoken of (rec_stamp) is the ledger's, also where it was taken off the record.
  const record = db.prepare('UPDATE file SET rec_sha = ? WHERE id = ? AND rec_sha IS NULL AND rec_stamp IS NULL');
  const isRecorded = db.prepare(
    'SELECT 1 FROM dir d JOIN file f ON f.dir = d.id WHERE d.path = ? AND f.name = ? AND (f.rec_sha IS NOT NULL OR f.rec_stamp IS NOT NULL)',
  );
  store.commit([], () => {
    let adopted = 0;
    for (const line of linesOf(store.layout.sums)) {
      const sum = parseSumsLine(line);
      const place = sum == null ? undefined : placeOf(sum.path);
      if (sum == null || place == null || isRecorded.get(place.dir.text, place.name.text) != null) continue;
      const other = paths.find(place.dir, place.name) == null ? paths.findOtherForm(place.dir, place.name) : undefined;
      const file = other?.id ?? paths.file(paths.dir(place.dir), place.name);
      adopted += record.run(sum.sha256, file).changes;
    }
    if (adopted > 0) new LedgerFindings(db).adopted(adopted);
    rememberSums(store);
  });
}

/** @returns undefined for a path that no walk of a backup would give */
function placeOf(path: Buffer): { readonly dir: Name; readonly name: Name } | undefined {
  if (!isWalkablePath(path.toString('latin1'))) return undefined;
  const slash = path.lastIndexOf(0x2f);
  return { dir: nameOf(path.subarray(0, Math.max(0, slash))), name: nameOf(path.subarray(slash + 1)) };
}

function* linesOf(file: string): Generator<Buffer> {
  const fd = fs.openSync(file, fs.constants.O_RDONLY | AS_IT_IS);
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const read = fs.readSync(fd, chunk, 0, chunk.length, null);
      if (read === 0) break;
      const bytes = Buffer.concat([rest, chunk.subarray(0, read)]);
      let from = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, from)) {
        yield bytes.subarray(from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
      if (rest.length > MAX_LINE) return;
    }
  } finally {
    fs.closeSync(fd);
  }
}
