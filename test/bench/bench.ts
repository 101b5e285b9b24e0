/**
 * `npm run bench`: the jobs beside the best known program for the same work, in one run. Only the ratios mean
 * something: the machine's speed changes from hour to hour.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type PairResult, pair } from './pair.ts';
import { LARGE, makeTree, SMALL } from './tree.ts';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');
const cache = path.join(os.tmpdir(), 'keepsake-bench', 'cache');
const env = { KEEPSAKE_CACHE: cache };
const times = Number(process.env.BENCH_TIMES ?? 5);

function keepsake(name: string, ...args: string[]): Parameters<typeof pair>[1] {
  return { name, run: [process.execPath, CLI, ...args, '--quiet'], env };
}

function once(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [CLI, ...args, '--quiet'], {
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (status !== 0 && status !== 1) throw new Error(stderr);
}

const sha256sum = (root: string): readonly [string, ...string[]] => [
  'sh',
  '-c',
  `cd '${root}' && find . -path ./.keepsake -prune -o -type f -print0 | xargs -0 -P2 -n 64 sha256sum > /dev/null`,
];

function print({ what, ours, peer, oursMedian, peerMedian, ratio }: PairResult): void {
  const [low, mid, high] = ratio.map(value => value.toFixed(2));
  console.log(
    `${what.padEnd(44)} ${ours} ${oursMedian.toFixed(2)} s, ${peer} ${peerMedian.toFixed(2)} s: ratio ${mid} (${low} to ${high})`,
  );
}

const small = await makeTree(SMALL);
const large = await makeTree(LARGE);
const empty = path.join(os.tmpdir(), 'keepsake-bench', 'empty');
fs.mkdirSync(empty, { recursive: true });

console.log(`Node ${process.versions.node}, ${os.availableParallelism()} cores, ${times} pairs each`);
once('index', small);
print(
  pair(
    'unchanged index, 30,000 files',
    keepsake('keepsake index', 'index', small),
    {
      name: 'rsync -an',
      run: ['rsync', '-an', `${small}/`, `${empty}/`],
    },
    times,
  ),
);
for (const [label, root] of [
  ['30,000 files of 1 GB', small],
  ['400 files of 3.2 GB', large],
] as const) {
  once('verify', root);
  print(
    pair(
      `verify, ${label}`,
      keepsake('keepsake verify', 'verify', root),
      { name: 'xargs -P2 sha256sum', run: sha256sum(root) },
      times,
    ),
  );
}
