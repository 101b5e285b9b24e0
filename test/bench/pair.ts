/** Two commands, in turn, several times: medians, spreads, and the ratio pair by pair. */
import { spawnSync } from 'node:child_process';

export interface Command {
  readonly name: string;
  readonly run: readonly [string, ...string[]];
  /** Before each run, not timed. */
  readonly before?: () => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Instead of `pair`'s: where one run takes minutes. */
  readonly times?: number;
}

/** Least, median, greatest. */
export type Spread = readonly [min: number, median: number, max: number];

export interface PairResult {
  readonly ours: string;
  readonly peer: string;
  /** Seconds. */
  readonly oursSeconds: Spread;
  readonly peerSeconds: Spread;
  /** Ours through the peer's, of each pair; where the peer ran less often, of its last run. */
  readonly ratio: Spread;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
};

const spread = (values: readonly number[]): Spread => [Math.min(...values), median(values), Math.max(...values)];

function seconds({ run: [program, ...args], before, env, name }: Command): number {
  before?.();
  const began = process.hrtime.bigint();
  const { status, stderr, error } = spawnSync(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  const spent = Number(process.hrtime.bigint() - began) / 1e9;
  if (error != null || status !== 0) throw new Error(`${name} failed (${status ?? error}): ${stderr.slice(-2000)}`);
  return spent;
}

/** What came of pairs that were measured elsewhere. */
export const resultOf = (
  names: readonly [string, string],
  pairs: readonly (readonly [number, number])[],
): PairResult => ({
  ours: names[0],
  peer: names[1],
  oursSeconds: spread(pairs.map(([own]) => own)),
  peerSeconds: spread(pairs.map(([, other]) => other)),
  ratio: spread(pairs.map(([own, other]) => own / other)),
});

/** One run of each to warm up, but for the one that runs less often; then `times` pairs. */
export function pair(ours: Command, peer: Command, times = 5): PairResult {
  const peerTimes = Math.min(times, peer.times ?? times);
  if (times > 1) seconds(ours);
  if (peerTimes === times && times > 1) seconds(peer);
  const peerRuns: number[] = [];
  const pairs = Array.from({ length: times }, (_, i) => {
    const own = seconds(ours);
    if (i < peerTimes) peerRuns.push(seconds(peer));
    return [own, peerRuns.at(-1) ?? 0] as const;
  });
  return {
    ours: ours.name,
    peer: peer.name,
    oursSeconds: spread(pairs.map(([own]) => own)),
    peerSeconds: spread(peerRuns),
    ratio: spread(pairs.map(([own, other]) => own / other)),
  };
}
