/** Photos that one camera took within moments. Pure. */
/** A photo of a result that is ordered by time, as it comes out of the catalog; `wall`, in milliseconds: see the schema. */
export type Moment = readonly [id: number, day: number | null, wall: number | null, ...unknown[]];

/** Between one photo of a series and the next, milliseconds: a camera that tells no fractions is a second off. */
const APART = 1000;
/** Two within a second are as often a second try as a series. */
const LEAST = 3;
/** More photos a second than this no camera takes: somebody gave them all one time. */
const MOST_A_SECOND = 60;

/**
 * Runs of photos of one day that are close to each other, whoever took them.
 * @param moments newest or oldest first
 * @param except places that are in a stack already
 * @returns places in `moments`, in its order
 */
export function closeRuns(moments: readonly Moment[], except: ReadonlySet<number>): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let run: number[] = [];
  let last: Moment | undefined;
  const end = (): void => {
    if (run.length >= LEAST) runs.push(run);
    run = [];
  };
  moments.forEach((moment, at) => {
    if (except.has(at) || moment[2] == null) return;
    if (last != null && !isClose(last, moment)) end();
    run.push(at);
    last = moment;
  });
  end();
  return runs;
}

const isClose = (a: Moment, b: Moment): boolean =>
  a[1] === b[1] && a[2] != null && b[2] != null && Math.abs(a[2] - b[2]) <= APART;

/** @param cameraOf undefined of what is no photo, or of unknown origin */
export function seriesWithin(
  run: readonly number[],
  moments: readonly Moment[],
  cameraOf: (at: number) => number | undefined,
): readonly number[][] {
  const open = new Map<number, number[]>();
  const ended: number[][] = [];
  for (const at of run) {
    const camera = cameraOf(at);
    if (camera == null) continue;
    const group = open.get(camera);
    const [last, here] = [moments[group?.at(-1) ?? -1], moments[at]];
    if (group != null && last != null && here != null && isClose(last, here)) group.push(at);
    else {
      if (group != null) ended.push(group);
      open.set(camera, [at]);
    }
  }
  return [...ended, ...open.values()].filter(group => group.length >= LEAST && isPossible(group, moments));
}

function isPossible(group: readonly number[], moments: readonly Moment[]): boolean {
  const first = moments[group[0] ?? -1]?.[2] ?? 0;
  const last = moments[group.at(-1) ?? -1]?.[2] ?? 0;
  return group.length <= MOST_A_SECOND * (1 + Math.abs(last - first) / 1000);
}
