import type { Part } from '../archive/entry.ts';

/** The name that Google gives a part: `takeout-20240101T120000Z-001.zip`, lately `takeout-20240101T120000Z-3-001.zip`. */
const PART = /^(takeout-\d{8}T\d{6}Z)((?:-\d{1,3})??)-(\d{3,4})(?: ?\(\d+\))?\.(?:zip|tgz|tar\.gz|tar)$/i;
const SET = /(?:^|[\\/])(takeout-\d{8}T\d{6}Z)/i;

/** Which export a part is of: of two at once, nothing may be paired across. '' where its name doesn't say. */
export function exportSet(part: Part, directory: string): string {
  const found = part.form === 'folder' ? SET.exec(`${part.path}/${directory}`) : SET.exec(part.name);
  return found?.[1]?.toLowerCase() ?? '';
}

/** Names of the parts that must exist, by the numbers of those that are here; what comes behind the last isn't known. */
export function missingParts(names: readonly string[]): readonly string[] {
  const series = new Map<string, { readonly numbers: Set<number>; readonly like: string }>();
  for (const name of names) {
    const found = PART.exec(name);
    if (found == null) continue;
    const key = `${found[1]}${found[2]}`.toLowerCase();
    const one = series.get(key) ?? { numbers: new Set(), like: name };
    one.numbers.add(Number(found[3]));
    series.set(key, one);
  }
  return [...series.values()].flatMap(({ numbers, like }) => {
    const missing: string[] = [];
    for (let number = 1; number < Math.max(...numbers); number++) {
      if (!numbers.has(number)) missing.push(numbered(like, number));
    }
    return missing;
  });
}

function numbered(like: string, number: number): string {
  return like.replace(/-(\d{3,4})(?: ?\(\d+\))?(\.[a-z.]+)$/i, (_all, digits: string, end: string) => {
    return `-${String(number).padStart(digits.length, '0')}${end}`;
  });
}
