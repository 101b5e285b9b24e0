/**
 * `npm run bench`: the jobs beside the best known program for the same work, in one run. Only the ratios mean
 * something: the machine's speed changes from hour to hour. `npm run bench -- export verify-small` measures the lines
 * whose names begin so; `BENCH_TIMES` says how many pairs.
 */
import os from 'node:os';
import { EDIT_LINES } from './editLines.ts';
import { EXPORT_LINES } from './exportLines.ts';
import { GRID_LINES } from './gridLines.ts';
import { INDEX_LINES } from './indexLines.ts';
import { LIBRARY_LINES } from './libraryLines.ts';
import { isMet, type Line, lineText } from './line.ts';
import { pair } from './pair.ts';
import { QUERY_LINES } from './queryLines.ts';

const times = Number(process.env.BENCH_TIMES ?? 5);
const asked = process.argv.slice(2);
const LINES: readonly Line[] = [
  ...INDEX_LINES,
  ...EXPORT_LINES,
  ...EDIT_LINES,
  ...LIBRARY_LINES,
  ...QUERY_LINES,
  ...GRID_LINES,
];
const lines = LINES.filter(({ id }) => asked.length === 0 || asked.some(name => id.startsWith(name)));
if (lines.length === 0) {
  console.error(`No line begins so. There are: ${LINES.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}

console.log(`Node ${process.versions.node}, ${os.availableParallelism()} cores, ${times} pairs each`);
let unmet = 0;
for (const line of lines) {
  try {
    const made = await line.make();
    if (typeof made === 'string') {
      console.log(`${line.id.padEnd(18)} not measured: ${made}`);
      continue;
    }
    const often = Math.min(times, line.times ?? times);
    const result = typeof made === 'function' ? await made(often) : pair(made.ours, made.peer, often);
    if (isMet(line, result) === false) unmet++;
    console.log(lineText(line, result));
  } catch (error) {
    unmet++;
    console.log(`${line.id.padEnd(18)} FAILED: ${(error as Error).message}`);
  }
}
if (unmet > 0) console.log(`${unmet} of ${lines.length} not as asked.`);
process.exitCode = unmet > 0 ? 1 : 0;
