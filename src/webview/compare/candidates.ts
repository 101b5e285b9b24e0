/** Which photo comes into the place of the candidate. Pure. */

/**
 * @param pool numbers of the photos that may come, in their order; undefined for all below `count`
 * @param shown the numbers that are compared now @param step 1 for the next, -1 for the one before
 * @returns undefined where there is none
 */
export function nextCandidate(
  from: number,
  step: 1 | -1,
  count: number,
  shown: ReadonlySet<number>,
  pool?: readonly number[],
): number | undefined {
  if (pool !== undefined) {
    const way = step > 0 ? pool : [...pool].reverse();
    return way.find(index => (step > 0 ? index > from : index < from) && !shown.has(index));
  }
  for (let index = from + step; index >= 0 && index < count; index += step) if (!shown.has(index)) return index;
  return undefined;
}

/** Photos that are compared at once. */
export const most = 4;

/**
 * @param selected numbers of what is selected, in their order @param focus the number of the one with the focus, or -1
 * @returns what is compared: two to four; of more the one with the focus and what follows it; none where there are not two
 */
export function comparedFirst(selected: readonly number[], focus: number, count: number): readonly number[] {
  if (selected.length >= 2 && selected.length <= most) return selected;
  if (selected.length > most) {
    const at = Math.max(0, selected.indexOf(focus));
    const from = Math.min(at, selected.length - most);
    return selected.slice(from, from + most);
  }
  const one = selected[0] ?? focus;
  if (one < 0 || count < 2) return [];
  return one + 1 < count ? [one, one + 1] : [one - 1, one];
}
