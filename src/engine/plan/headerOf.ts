import type { PlanHeader } from './form.ts';
import { PlanReader } from './read.ts';

/** What a plan says of itself. @returns undefined where it can't be read: what is the matter is said where it is checked */
export function headerOf(file: string): PlanHeader | undefined {
  try {
    const reader = new PlanReader(file);
    reader.close();
    return reader.header;
  } catch {
    return undefined;
  }
}

/** @returns absolute paths of what it copies from, as far as it says */
export function sourcePaths(header: PlanHeader | undefined): readonly string[] {
  return (header?.sources ?? []).flatMap(({ path, paths }) => {
    const all = Array.isArray(paths) ? paths : [path];
    return all.filter(one => typeof one === 'string');
  });
}
