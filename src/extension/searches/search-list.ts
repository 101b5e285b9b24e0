import * as z from 'zod';

/** A query that a person keeps under a name. */
export interface SavedSearch {
  readonly name: string;
  readonly query: string;
}

const search = z.object({ name: z.string().trim().min(1).max(200), query: z.string().trim().min(1).max(4000) });

/** Of a setting, which anybody may have written: what is no search is left out, as is a second one of a name. Pure. */
export function parseSearches(setting: unknown): readonly SavedSearch[] {
  if (!Array.isArray(setting)) return [];
  const found = new Map<string, SavedSearch>();
  for (const raw of setting) {
    const parsed = search.safeParse(raw);
    if (parsed.success && !found.has(parsed.data.name)) found.set(parsed.data.name, parsed.data);
  }
  return [...found.values()];
}

/** Takes the place of the one of its name, or comes last. Pure. */
export function withSearch(list: readonly SavedSearch[], added: SavedSearch): readonly SavedSearch[] {
  return list.some(({ name }) => name === added.name)
    ? list.map(one => (one.name === added.name ? added : one))
    : [...list, added];
}

/** In the place that it has. Pure. */
export function renamedSearch(list: readonly SavedSearch[], from: string, to: string): readonly SavedSearch[] {
  return list
    .filter(({ name }) => name === from || name !== to)
    .map(one => (one.name === from ? { ...one, name: to } : one));
}
