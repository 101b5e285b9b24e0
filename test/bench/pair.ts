/** Two commands, in turn, several times: medians, spreads, and the ratio pair by pair. */
import { spawnSync } from 'node:child_process';

export interface Command {
  readonly name: string;
  readonly run: readonly [string, ...string[]];
  /** Before each run, not timed. */
  readonly before?: () => void;
  readonly env?: Readonly<Record<string, string>>;
}

export interface PairResult {
  readonly what: string;
  readonly ours: string;
  readonly peer: string;
  /** Seconds, medians. */
  readonly oursMedian: number;
  readonly peerMedian: number;
  readonly ratio: readonly [min: number, median: number, max: number];
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

function seconds({ run: [program, ...args], before, env, name }: Command): number {
  before?.();
  const began = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  const spent = Number(process.hrtime.bigint() - began) / 1e9;
  if (error != null || status !== 0) throw new Error(`${name} failed (${status ?? error}): ${stderr}`);
  return spent;
}

/** One run of each to warm up, then `times` pairs. */
export function pair(what: string, ours: Command, peer: Command, times = 5): PairResult {
  seconds(ours);
  seconds(peer);
  const pairs = Array.from({ length: times }, () => [seconds(ours), seconds(peer)] as const);
  const ratios = pairs.map(([a, b]) => a / b);
  return {
    what,
    ours: ours.name,
    peer: peer.name,
    oursMedian: median(pairs.map(([a]) => a)),
    peerMedian: median(pairs.map(([, b]) => b)),
    ratio: [Math.min(...ratios), median(ratios), Math.max(...ratios)],
  };
}
