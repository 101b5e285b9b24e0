/**
 * Files that other programs renamed, moved, swapped or numbered anew: their asset ids, and with them what a
 * person said of them, go with their content, and so do their facts.
 *
 * All is settled at once, in one transaction that also notes the new content keys: after a kill the next run
 * finds each id beside the key it belongs to, before or after.
 */
import { type Name, storedName } from '../../backup/name.ts';
import { Findings } from '../../catalog/findings.ts';
import type { Store } from '../../catalog/store.ts';
import { uuidText } from '../../catalog/uuid.ts';
import { type LedgerRecord, toLedgerName } from '../../ledger/record.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { type Move, matchContents } from './matching.ts';

type Ids = Extract<LedgerRecord, { t: 'assets' }>['ids'];

/** Ids in one line of the ledger. */
const LINE = 1000;

interface MovedId {
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly uid: Buffer;
}

/** @returns how many files have the content of another; those of them that had been read need no reading */
export function settleMoves(store: Store): number {
  const { db } = store;
  const moves = matchContents(
    db
      .prepare<[], [number, string, string]>(
        `SELECT k.file, k.key, f.name FROM temp.keyed k JOIN file f ON f.id = k.file JOIN dir d ON d.id = f.dir
         WHERE f.content_key IS NOT k.key ORDER BY d.path, f.name`,
      )
      .raw(true)
      .iterate() as unknown as Iterable<readonly [number, string, string]>,
    // A present file gives away what it held only where it is known to hold something else now.
    db
      .prepare<[], [number, string, string]>(
        `SELECT f.id, f.content_key, f.name FROM file f LEFT JOIN temp.keyed k ON k.file = f.id
         WHERE f.content_key IN (SELECT key FROM temp.keyed)
           AND (f.present = 0 OR f.content_key <> k.key OR (f.size = 0 AND f.read_size > 0))
         ORDER BY f.uid IS NULL, f.id`,
      )
      .raw(true)
      .iterate() as unknown as Iterable<readonly [number, string, string]>,
  );
  const hasNews =
    db
      .prepare('SELECT 1 FROM temp.keyed k JOIN file f ON f.id = k.file WHERE f.content_key IS NOT k.key LIMIT 1')
      .get() != null;
  if (hasNews) store.commit(idRecords(store, moves), () => write(store, moves));
  return moves.length;
}

/** In any order the lines end right: each file is named once, and an id leaves whoever had it. */
function idRecords(store: Store, moves: readonly Move[]): LedgerRecord[] {
  // Where the ledger has given the source another id since it was grouped, another machine has settled this already.
  const find = store.db.prepare<[number, number], MovedId>(
    `SELECT d.path, d.raw AS pathRaw, t.name, t.raw, s.uid FROM file s JOIN file t ON t.id = ? JOIN dir d ON d.id = t.dir
     WHERE s.id = ? AND s.uid IS NOT NULL AND s.uid IS NOT t.uid
       AND coalesce((SELECT a.uid FROM asset a WHERE a.main = s.id), s.uid) = s.uid`,
  );
  const at = Date.now();
  const records: LedgerRecord[] = [];
  let last: { readonly path: string; readonly ids: Ids } | undefined;
  for (const { file, source } of moves) {
    const moved = find.get(file, source);
    if (moved == null) continue;
    if (last?.path !== moved.path || last.ids.length >= LINE) {
      last = { path: moved.path, ids: [] };
      records.push({ t: 'assets', at, dir: ledgerName(moved.path, moved.pathRaw), ids: last.ids });
    }
    last.ids.push([ledgerName(moved.name, moved.raw), uuidText(moved.uid)]);
  }
  return records;
}

const ledgerName = (text: string, raw: Buffer | null): ReturnType<typeof toLedgerName> =>
  toLedgerName(storedName(text, raw) satisfies Name);

/** Runs when the ids have moved. */
function write({ db }: Store, moves: readonly Move[]): void {
  const findings = new Findings(db);
  const main = db.prepare(
    'UPDATE asset SET main = @file WHERE uid = (SELECT uid FROM file WHERE id = @file) AND main = @source',
  );
  // What reading had something to say of is read again where it lies now.
  const lift = db.prepare(
    `UPDATE facts SET file = -@file WHERE file = @source AND EXISTS (SELECT 1 FROM file WHERE id = @source AND read_v = ${FACTS_VERSION})
     AND NOT EXISTS (SELECT 1 FROM finding WHERE file = @source AND owner = 'reading')`,
  );
  const drop = db.prepare('DELETE FROM facts WHERE file = @file');
  const lay = db.prepare('UPDATE facts SET file = @file WHERE file = -@file');
  const isRead = db.prepare(
    `UPDATE file SET read_size = size, read_mtime = mtime, read_v = ${FACTS_VERSION} WHERE id = @file`,
  );
  const spent = db.prepare('UPDATE file SET content_key = NULL WHERE id = @source AND present = 0');
  // Where it came from goes with it: an export finds it where it lies now.
  const cameFrom = db.prepare(
    `UPDATE OR IGNORE imported SET file = @file WHERE file = @source
     AND EXISTS (SELECT 1 FROM file WHERE id = @source AND present = 0)`,
  );
  // All are lifted before any is laid down: in a ring each is the next one's source.
  const lifted = moves.filter(move => lift.run(move).changes > 0);
  for (const move of moves) main.run(move);
  // Not read: the facts of what was there before are nobody's.
  db.exec(
    `UPDATE file SET content_key = k.key, read_size = size, read_mtime = mtime, read_v = CASE WHEN read_v IS NULL THEN NULL ELSE 0 END
     FROM temp.keyed k WHERE k.file = file.id AND file.content_key IS NOT k.key`,
  );
  for (const move of lifted) {
    drop.run({ file: move.file });
    lay.run({ file: move.file });
    isRead.run({ file: move.file });
    findings.clearFile('reading', move.file);
  }
  for (const move of moves) cameFrom.run(move);
  for (const { source } of moves) spent.run({ source });
}
