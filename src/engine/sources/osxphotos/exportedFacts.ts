import { FACTS_VERSION } from '../../media/factsVersion.ts';
import type { CaptureTime, FileFacts } from '../../media/model.ts';
import { place } from '../../media/tagGps.ts';
import { line, text } from '../../media/tagValues.ts';
import type { ItemStates } from '../source.ts';

type Info = Readonly<Record<string, unknown>>;

/** What osxphotos calls a face that nobody gave a name to. */
const UNKNOWN = '_UNKNOWN_';
const DATE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?([+-])(\d\d):(\d\d)(?::\d\d)?$/;

/** What osxphotos knew of a photo when it exported it, as composeAsset takes it. */
export function exportedFacts(info: Info): FileFacts {
  const origin = 'sidecar' as const;
  const time = captureTime(info.date);
  const gps = place(info.latitude, info.longitude);
  const title = line(info.title);
  const caption = text(info.description);
  const keywords = lines(info.keywords);
  const people = lines(info.persons)?.filter(name => name !== UNKNOWN);
  return {
    v: FACTS_VERSION,
    sidecarOf: { form: 'apple' },
    ...(time != null && { times: [{ time, origin, tag: 'date' }] }),
    ...(gps != null && { gps: { value: gps, origin } }),
    ...(title != null && { title: { value: title, origin } }),
    ...(caption != null && { description: { value: caption, origin } }),
    ...(keywords != null && { keywords: { value: keywords, origin } }),
    ...(people != null && people.length > 0 && { people: { value: people, origin } }),
    ...(info.favorite === true && { favorite: { value: true, origin } }),
  };
}

export function exportedAlbums({ albums }: Info): readonly string[] {
  return lines(albums) ?? [];
}

export function exportedStates({ hidden, intrash }: Info): ItemStates {
  return { ...(hidden === true && { hidden: true as const }), ...(intrash === true && { trashed: true as const }) };
}

/** What has no field of ours and is worth keeping. */
export function exportedRaw({ original_filename, date_added }: Info, uuid: string): Readonly<Record<string, unknown>> {
  const name = line(original_filename);
  const added = line(date_added);
  return { uuid, ...(name != null && { name }), ...(added != null && { added }) };
}

function captureTime(value: unknown): CaptureTime | undefined {
  const found = typeof value === 'string' ? DATE.exec(value) : null;
  if (found == null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second, Number((found[7] ?? '').padEnd(3, '0').slice(0, 3)));
  const offset = Number(found[9]) * 60 + Number(found[10]);
  if (date.getUTCMonth() !== month - 1 || offset > 15 * 60) return undefined;
  return { known: 'zoned', wallMs: date.getTime(), offsetMin: found[8] === '-' ? -offset : offset };
}

function lines(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = [...new Set(value.flatMap(one => line(one) ?? []))];
  return found.length > 0 ? found : undefined;
}
