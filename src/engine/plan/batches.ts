/** Puts steps together that are committed at once: few enough to be done again, many enough for one wait on the disk. */
import { isOfLink, type Step } from './step.ts';
import { pathKey } from './targetPath.ts';

const STEPS = 256;
const BYTES = 256 << 20;

/** Steps of one asset, in their order; a step without an asset is a group of its own. */
function* groups(steps: Iterable<Step>): Generator<readonly Step[]> {
  let group: Step[] = [];
  for (const step of steps) {
    const [first] = group;
    if (first != null && (step.asset == null || step.asset !== first.asset)) {
      yield group;
      group = [];
    }
    group.push(step);
  }
  if (group.length > 0) yield group;
}

// What a link leads to may come in the batch itself: links are made behind it.
const keysOf = (step: Step): readonly string[] =>
  (step.from == null || isOfLink(step) ? [step.path] : [step.path, step.from]).map(({ text }) => pathKey(text));

/** Never splits an asset, however large; never puts two together of which one needs what the other does. */
export function* batches(steps: Iterable<Step>): Generator<readonly Step[]> {
  let batch: Step[] = [];
  let bytes = 0;
  const touched = new Set<string>();
  for (const group of groups(steps)) {
    const size = group.reduce((sum, step) => sum + step.bytes, 0);
    const isFull = batch.length + group.length > STEPS || bytes + size > BYTES;
    if (batch.length > 0 && (isFull || group.some(step => keysOf(step).some(key => touched.has(key))))) {
      yield batch;
      batch = [];
      bytes = 0;
      touched.clear();
    }
    bytes += size;
    for (const step of group) {
      batch.push(step);
      for (const key of keysOf(step)) touched.add(key);
    }
  }
  if (batch.length > 0) yield batch;
}

/** @returns the batch in two, where that doesn't split an asset; else alone */
export function halves(batch: readonly Step[]): readonly (readonly Step[])[] {
  const all = [...groups(batch)];
  const middle = all.length >> 1;
  return middle === 0 ? [batch] : [all.slice(0, middle).flat(), all.slice(middle).flat()];
}

/** Runs of one asset within a batch. */
export function byAsset<T extends { readonly step: Step }>(items: readonly T[]): readonly (readonly T[])[] {
  const runs: T[][] = [];
  for (const item of items) {
    const last = runs.at(-1);
    if (last != null && item.step.asset != null && last[0]?.step.asset === item.step.asset) last.push(item);
    else runs.push([item]);
  }
  return runs;
}
