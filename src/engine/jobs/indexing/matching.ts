/** Which file holds now what another held before. Pure. */

/** Row ids of the catalog. */
export interface Move {
  readonly file: number;
  /** The row whose content this was. */
  readonly source: number;
}

type Keyed = readonly [id: number, key: string, name: string];

/**
 * @param files with the keys of what they hold now, which they did not hold before
 * @param sources with the keys of what they held before and hold no more; those preferred first
 * @returns each file and each source at most once: those of one name first, then in the given order
 */
export function matchContents(files: Iterable<Keyed>, sources: Iterable<Keyed>): Move[] {
  const byKey = new Map<string, { id: number; name: string }[]>();
  for (const [id, key, name] of sources) {
    const list = byKey.get(key);
    if (list == null) byKey.set(key, [{ id, name }]);
    else list.push({ id, name });
  }
  const moves: Move[] = [];
  const rest: { file: number; key: string }[] = [];
  for (const [file, key, name] of files) {
    const list = byKey.get(key);
    if (list == null) continue;
    const at = list.findIndex(source => source.name === name && source.id !== file);
    const [source] = at < 0 ? [] : list.splice(at, 1);
    if (source == null) rest.push({ file, key });
    else moves.push({ file, source: source.id });
  }
  for (const { file, key } of rest) {
    const source = byKey.get(key)?.shift();
    if (source != null) moves.push({ file, source: source.id });
  }
  return moves;
}
