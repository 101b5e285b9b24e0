import { FACTS_VERSION } from '../../media/factsVersion.ts';
import type { FileFacts, Stated } from '../../media/model.ts';
import { place } from '../../media/tagGps.ts';
import { line, list, number, text } from '../../media/tagValues.ts';

/** What another backup's record says of a photo, believing nothing of its form. @returns undefined where it is nothing */
export function recordedFacts(value: unknown): FileFacts | undefined {
  if (value == null || typeof value !== 'object') return undefined;
  const said = value as Readonly<Record<string, unknown>>;
  const gps = stateOf(said.gps) as { lat?: unknown; lon?: unknown; alt?: unknown } | undefined;
  const facts = {
    gps: stated(place(gps?.lat, gps?.lon, gps?.alt)),
    title: stated(line(stateOf(said.title))),
    description: stated(text(stateOf(said.description))),
    keywords: stated(list(stateOf(said.keywords))),
    people: stated(list(stateOf(said.people))),
    rating: stated(number(stateOf(said.rating), 1, 5)),
    favorite: stated(stateOf(said.favorite) === true ? true : undefined),
  };
  const known = Object.entries(facts).filter(([, fact]) => fact != null);
  if (known.length === 0) return undefined;
  return { v: FACTS_VERSION, sidecarOf: { form: 'apple' }, ...Object.fromEntries(known) };
}

/** As the record has it: `{"value":…,"origin":…}`; or as it is. */
function stateOf(fact: unknown): unknown {
  return fact != null && typeof fact === 'object' && 'value' in fact ? fact.value : fact;
}

const stated = <T>(value: T | undefined): Stated<T> | undefined =>
  value == null ? undefined : { value, origin: 'sidecar' };
