import { SOURCES } from './all.ts';
import type { Given } from './given.ts';
import type { Recognition, Source } from './source.ts';

export interface Recognised extends Recognition {
  readonly source: Source;
  /** A sentence for the person: "This is Google Takeout, recognised by …." */
  readonly words: string;
}

/** The source that knows best what was given. */
export async function recognise(given: Given): Promise<Recognised> {
  let best: { source: Source; found: Recognition } | undefined;
  for (const source of SOURCES) {
    const found = await source.recognise(given);
    if (best == null || found.confidence > best.found.confidence) best = { source, found };
    // Sure is sure: looking for others may mean listing a whole library.
    if (found.confidence === 1) break;
  }
  const { source, found } = best!;
  return {
    ...found,
    source,
    words: `Recognised as ${source.label} ${found.by == null ? 'of photos: there is no sign of another kind of source in it' : `by ${found.by}`}.`,
  };
}
