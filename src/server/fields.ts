/** The fields of the details panel: how each is read from an asset, and how several assets' values become one. Pure. */
import type { AssetView } from '../engine/catalog/assetView.ts';
import { formatCaptureTime } from '../engine/media/captureTime.ts';
import type { AssetFacts, Fact } from '../engine/media/model.ts';
import type { DetailField, FieldId, FieldValue } from '../protocol/details.ts';
import type { Origin } from '../protocol/origin.ts';

/** What one asset says in a field. `same` tells whether two assets agree. */
interface Said {
  readonly value: Exclude<FieldValue, { type: 'differs' }>;
  readonly same: string;
  readonly origin: Origin | undefined;
  readonly file: string | undefined;
}

type Reader = (view: AssetView) => Said | undefined;

function from<T>(fact: Fact<T> | undefined, value: (value: T) => Said['value']): Said | undefined {
  if (fact == null) return undefined;
  const said = value(fact.value);
  return { value: said, same: JSON.stringify(said), origin: fact.origin, file: fact.file };
}

const shown = (text: string): Said['value'] => ({ type: 'text', text });

function textOf<K extends keyof AssetFacts>(
  field: K,
  format: (value: NonNullable<AssetFacts[K]> extends Fact<infer V> ? V : never) => string,
): Reader {
  return view => from(view.facts[field] as Fact<never> | undefined, value => shown(format(value)));
}

function listOf(field: 'keywords' | 'people' | 'albums'): Reader {
  return view => from(view.facts[field], items => ({ type: 'list', items: items.map(text => ({ text, count: 1 })) }));
}

/** A mark is the person's own where it differs from what the file says. */
function marked(text: string, fact: Fact<unknown> | undefined, isFiles: boolean): Said {
  return {
    value: shown(text),
    same: text,
    origin: isFiles ? fact?.origin : 'user',
    file: isFiles ? fact?.file : undefined,
  };
}

function exposure(seconds: number): string {
  return seconds >= 0.3 ? `${Number(seconds.toFixed(1))} s` : `1/${Math.round(1 / seconds).toLocaleString('en')} s`;
}

function exposureOf({ facts }: AssetView): Said | undefined {
  const parts = [
    facts.exposureTime == null ? undefined : exposure(facts.exposureTime.value),
    facts.fNumber == null ? undefined : `f/${Number(facts.fNumber.value.toFixed(1))}`,
  ].filter(part => part != null);
  const fact = facts.exposureTime ?? facts.fNumber;
  return fact == null
    ? undefined
    : { value: shown(parts.join(' · ')), same: parts.join(), origin: fact.origin, file: fact.file };
}

function dimensionsOf({ facts }: AssetView): Said | undefined {
  const { width, height } = facts;
  if (width == null || height == null) return undefined;
  const megapixels = (width.value * height.value) / 1e6;
  const size = `${width.value} × ${height.value}`;
  return from(width, () => shown(megapixels >= 0.1 ? `${size} · ${megapixels.toFixed(1)} MP` : size));
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const [hours, minutes, rest] = parts as [number, number, number];
  const tail = String(rest).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${tail}` : `${minutes}:${tail}`;
}

const READERS: Readonly<Record<FieldId, Reader>> = {
  capturedAt: ({ facts }) => from(facts.capturedAt, time => ({ type: 'time', text: formatCaptureTime(time) })),
  gps: ({ facts }) => from(facts.gps, place => ({ type: 'gps', ...place })),
  title: textOf('title', text => text),
  description: textOf('description', text => text),
  people: listOf('people'),
  keywords: listOf('keywords'),
  albums: listOf('albums'),
  rating: ({ rating, facts }) =>
    rating === 0 && facts.rating == null
      ? undefined
      : marked(String(rating), facts.rating, facts.rating?.value === rating),
  flag: ({ flag, facts }) =>
    flag === 'none' ? undefined : marked(flag, facts.rating, facts.rating?.value === -1 && flag === 'reject'),
  favorite: ({ favorite, facts }) =>
    favorite ? marked('yes', facts.favorite, facts.favorite?.value === true) : undefined,
  creator: textOf('creator', text => text),
  copyright: textOf('copyright', text => text),
  camera: textOf('camera', text => text),
  lens: textOf('lens', text => text),
  exposure: exposureOf,
  iso: textOf('iso', iso => String(iso)),
  focalLength: textOf('focalLength', mm => `${Number(mm.toFixed(1))} mm`),
  flash: textOf('flash', text => text),
  software: textOf('software', text => text),
  dimensions: dimensionsOf,
  duration: textOf('duration', clock),
  fileType: textOf('fileType', text => text),
};

const IDS = Object.keys(READERS) as FieldId[];

/** Gathers a field over the selection, one asset at a time. */
class Gathered {
  readonly #id: FieldId;
  readonly #values = new Map<string, Said>();
  readonly #items = new Map<string, number>();
  #having = 0;
  #origin: Origin | undefined;
  #oneOrigin = true;

  constructor(id: FieldId) {
    this.#id = id;
  }

  add(view: AssetView): void {
    const said = READERS[this.#id](view);
    if (said == null) return;
    if (this.#having++ === 0) this.#origin = said.origin;
    else if (said.origin !== this.#origin) this.#oneOrigin = false;
    // Two are enough to differ, but how many there are is shown.
    this.#values.set(said.same, said);
    if (said.value.type === 'list')
      for (const { text } of said.value.items) this.#items.set(text, (this.#items.get(text) ?? 0) + 1);
  }

  field(count: number): DetailField | undefined {
    const first = this.#values.values().next().value;
    if (first == null) return undefined;
    const origin = this.#oneOrigin && this.#origin != null ? { origin: this.#origin } : {};
    if (first.value.type === 'list') {
      const items = [...this.#items].map(([text, having]) => ({ text, count: having }));
      items.sort((a, b) => b.count - a.count || a.text.localeCompare(b.text));
      return { id: this.#id, value: { type: 'list', items }, ...origin };
    }
    if (this.#values.size > 1 || this.#having < count)
      return {
        id: this.#id,
        value: { type: 'differs', values: this.#values.size, missing: count - this.#having },
        ...origin,
      };
    return {
      id: this.#id,
      value: first.value,
      ...origin,
      ...(first.file == null || count > 1 ? {} : { file: first.file }),
    };
  }
}

export class FieldGatherer {
  readonly #fields = IDS.map(id => new Gathered(id));
  #count = 0;

  add(view: AssetView): void {
    this.#count++;
    for (const field of this.#fields) field.add(view);
  }

  fields(): readonly DetailField[] {
    return this.#fields.flatMap(field => field.field(this.#count) ?? []);
  }
}
