/**
 * A verification proves nearly all files one after the other: instead of their names the ledger is told from where to
 * where, how many they were, and a checksum of their checksums. A catalog in which those are not the same files with
 * the same bytes doesn't take it: they are then read again, which harms nobody.
 */
import { crc32 } from 'node:zlib';
import { storedName } from '../backup/name.ts';
import { fromLedgerName, type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import type { NamedFile, OrderedFile, RecordOrder } from './recordOrder.ts';

type ProvedRun = Extract<LedgerRecord, { t: 'proved-run' }>;

/** Fewer than these are as short by their names. */
const WORTH = 6;

const sumsOf = (files: readonly (OrderedFile | NamedFile)[]): string => {
  let sum = 0;
  for (const [, , , sha] of files) sum = crc32(sha, sum);
  return sum.toString(16).padStart(8, '0');
};

const placeOf = ([, path, name, , pathRaw, raw]: NamedFile): ProvedRun['from'] => [
  toLedgerName(storedName(path, pathRaw)),
  toLedgerName(storedName(name, raw)),
];

/**
 * @param ids files whose bytes are those of their record
 * @returns lines for those that stand together in the order, and the ids of the others
 */
export function provedRuns(
  order: RecordOrder,
  ids: readonly number[],
  at: number,
): { readonly runs: readonly ProvedRun[]; readonly rest: ReadonlySet<number> } {
  const runs: ProvedRun[] = [];
  const rest = new Set(ids);
  const files = order.sorted(ids);
  for (let from = 0; from < files.length; ) {
    const run = runFrom(order, files, from);
    const [first, last] = [run[0], run.at(-1)];
    if (first != null && last != null && run.length >= WORTH) {
      runs.push({ t: 'proved-run', at, from: placeOf(first), to: placeOf(last), count: run.length, sums: sumsOf(run) });
      for (const [id] of run) rest.delete(id);
    }
    from += Math.max(1, run.length);
  }
  return { runs, rest };
}

/** As long as each file is followed by the one that follows it in the order of all. */
function runFrom(order: RecordOrder, files: readonly NamedFile[], from: number): readonly NamedFile[] {
  const first = files[from];
  if (first == null) return [];
  let length = 0;
  for (const [id] of order.from({ path: first[1], name: first[2] })) {
    if (files[from + length]?.[0] !== id) break;
    length++;
  }
  return files.slice(from, from + length);
}

/** @returns the files that the line is about; none where this catalog has others there */
export function filesOfRun(order: RecordOrder, { from: [dir, name], count, sums }: ProvedRun): readonly OrderedFile[] {
  const files: OrderedFile[] = [];
  for (const file of order.from({ path: fromLedgerName(dir).text, name: fromLedgerName(name).text })) {
    files.push(file);
    if (files.length >= count) break;
  }
  return files.length === count && sumsOf(files) === sums ? files : [];
}
