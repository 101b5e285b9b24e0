/** A line of the bench: what is measured against what, and what was asked for. */
import type { Command, PairResult, Spread } from './pair.ts';

/** @param times pairs */
export type Measure = (times: number) => Promise<PairResult>;

export interface Line {
  /** By which it is chosen: `npm run bench -- export`, `npm run bench -- export-embed`. */
  readonly id: string;
  readonly what: string;
  /** `atMost`: so many times as long as the peer; `timesAsQuick`: at least. Absent: for comparison. */
  readonly asked?: { readonly atMost: number } | { readonly timesAsQuick: number };
  /** Pairs, where not all that were asked for are needed. */
  readonly times?: number;
  /** Not timed. @returns why it can't be measured here, or the two, or what measures them where they are no commands */
  make(): Promise<string | { readonly ours: Command; readonly peer: Command } | Measure>;
}

const shown = ([low, mid, high]: Spread, digits: number): string =>
  `${mid.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;

/** @returns whether what was asked for was reached: the median counts */
export function isMet({ asked }: Line, { ratio }: PairResult): boolean | undefined {
  if (asked == null) return undefined;
  return 'atMost' in asked ? ratio[1] <= asked.atMost : 1 / ratio[1] >= asked.timesAsQuick;
}

export function lineText(line: Line, result: PairResult): string {
  const { asked, what } = line;
  const { ours, peer, oursSeconds, peerSeconds, ratio } = result;
  const [low, mid, high] = ratio;
  const compared =
    asked != null && 'timesAsQuick' in asked
      ? `${shown([1 / high, 1 / mid, 1 / low], 1)} times as quick`
      : `ratio ${shown(ratio, 2)}`;
  const wanted =
    asked == null
      ? ''
      : `; asked: ${'atMost' in asked ? `at most ${asked.atMost}` : `at least ${asked.timesAsQuick} times`}, ${isMet(line, result) === true ? 'met' : 'NOT MET'}`;
  return `${line.id.padEnd(18)} ${what}\n${''.padEnd(19)}${ours} ${shown(oursSeconds, 2)} s, ${peer} ${shown(peerSeconds, 2)} s: ${compared}${wanted}`;
}
