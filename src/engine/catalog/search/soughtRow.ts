/** What queries ask of an asset, as it stands in the table `sought`. Pure. */
import { burstOfName } from '../../media/burstNames.ts';
import { filingMs } from '../../media/dateText.ts';
import type { AssetView } from '../assetView.ts';
import { folded } from '../query/folded.ts';
import { dateKey } from './dateKey.ts';
import { HAS_BITS, type HasBit } from './hasBits.ts';
import { extensionsOf } from './nameExtension.ts';

/** Fields whose values many assets share. */
/** `burst` is what tells the photos of one burst, `cover` the same of the one that stands for it; neither is looked for. */
export type TermField = 'camera' | 'lens' | 'keyword' | 'person' | 'album' | 'ext' | 'burst' | 'cover';

export interface SoughtRow {
  /** See {@link dateKey}. */
  readonly date: number | null;
  /** Pixels. */
  readonly width: number | null;
  readonly height: number | null;
  /** Bytes of all its files. */
  readonly size: number;
  /** Of {@link HAS_BITS}. */
  readonly has: number;
  /** Folded, as all texts here. */
  readonly path: string;
  /** JSON of the paths of its other files; null where it has none. */
  readonly beside: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly terms: readonly (readonly [TermField, string])[];
}

export function soughtRowOf(view: AssetView): SoughtRow {
  const { facts, files } = view;
  const time = facts.capturedAt?.value;
  const lists = { keyword: facts.keywords, person: facts.people, album: facts.albums };
  const said: Readonly<Record<HasBit, boolean>> = {
    time: time != null,
    gps: facts.gps != null,
    title: facts.title != null,
    description: facts.description != null,
    keywords: (facts.keywords?.value.length ?? 0) > 0,
    people: (facts.people?.value.length ?? 0) > 0,
    sidecar: files.some(({ role }) => role === 'sidecar'),
    live: files.some(({ role }) => role === 'live'),
    raw: files.some(({ role }) => role === 'raw'),
    edited: files.some(({ role }) => role === 'edited'),
  };
  const [main, ...others] = files.map(({ path }) => folded(path.text));
  const terms: [TermField, string][] = [
    ...(['camera', 'lens'] as const).flatMap(field => {
      const fact = facts[field];
      return fact == null ? [] : [[field, fact.value] as [TermField, string]];
    }),
    ...(['keyword', 'person', 'album'] as const).flatMap(field =>
      (lists[field]?.value ?? []).map(value => [field, value] as [TermField, string]),
    ),
    ...extensionsOf(files.map(({ name }) => name)).map(value => ['ext', value] as [TermField, string]),
    ...burstTerms(view),
  ];
  return {
    date: time == null ? null : dateKey(new Date(filingMs(time))),
    width: facts.width?.value ?? null,
    height: facts.height?.value ?? null,
    size: files.reduce((sum, file) => sum + file.size, 0),
    has: Object.entries(said).reduce((bits, [name, is]) => bits | (is ? HAS_BITS[name as HasBit] : 0), 0),
    path: main ?? folded(view.path.text),
    beside: others.length === 0 ? null : JSON.stringify(others),
    title: facts.title == null ? null : folded(facts.title.value),
    description: facts.description == null ? null : folded(facts.description.value),
    terms,
  };
}

/** By what the camera or a library says, else by the name within its folder. */
function burstTerms({ kind, facts, files: [main], path }: AssetView): readonly [TermField, string][] {
  const named = main == null || kind !== 'photo' ? undefined : burstOfName(main.name);
  const folder = path.text.slice(0, path.text.lastIndexOf('/') + 1);
  const burst = facts.burst?.value ?? (named && folder + named.burst);
  if (burst == null) return [];
  const isCover = facts.burstCover != null || named?.isCover === true;
  return [['burst', burst], ...(isCover ? [['cover', burst] as [TermField, string]] : [])];
}
