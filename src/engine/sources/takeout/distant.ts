import { fold } from '../../media/draft.ts';
import { originalStems, splitCounter } from '../../media/editNames.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { splitName } from '../../media/kinds.ts';
import type { FileFacts, Group } from '../../media/model.ts';
import { sanitize } from '../../media/takeoutNames.ts';
import { offsetBetween } from '../../media/timeZone.ts';
import type { Entry } from '../archive/entry.ts';
import type { TakeoutFolder } from './folders.ts';
import type { Photo } from './photoJson.ts';
import { inYear, yearIn } from './yearFolder.ts';

/** A photo without sidecar, kept until all folders are read. */
export interface Unpaired {
  readonly folder: TakeoutFolder;
  readonly group: Group;
  readonly isYear: boolean;
  readonly mainFacts: FileFacts | undefined;
}

/** A sidecar whose photo isn't in its folder. */
export interface Unused {
  readonly folder: TakeoutFolder;
  readonly entry: Entry;
  readonly photo: Photo;
}

const TOLERANCE = 120_000;

/**
 * Finds sidecars in other folders, by name and only where nothing else could be meant: one photo of that name in the
 * whole export, one sidecar, a year that fits, and a time within the photo that doesn't contradict.
 * @param all every folder of Google Photos
 * @returns for each the sidecar that was found
 */
export function distantSidecars(
  unpaired: readonly Unpaired[],
  unused: readonly Unused[],
  all: readonly TakeoutFolder[],
): ReadonlyMap<Unpaired, Unused> {
  const found = new Map<Unpaired, Unused>();
  if (unpaired.length === 0 || unused.length === 0) return found;
  const sidecars = single(
    unused,
    ({ entry }) => fold(entry.name),
    (a, b) => a.photo.identity === b.photo.identity,
  );
  const byStem = Map.groupBy(sidecars, ({ entry, photo }) => stemKey(photo.facts.sidecarOf?.name ?? entry.name));
  const names = nameCounts(unpaired, all);
  const wanted = new Map<Unused, Unpaired[]>();
  for (const item of unpaired) {
    if (names.get(fold(item.group.main)) !== 1) continue;
    const candidates = [...new Set(stemsOf(item.group.main).flatMap(stem => byStem.get(stem) ?? []))];
    if (candidates.length === 0) continue;
    const media = item.group.members.filter(({ role }) => role !== 'sidecar');
    const { groups } = groupDirectory([
      ...media.map(({ name }) => ({ name, size: 1, facts: undefined })),
      ...candidates.map(({ entry, photo }) => ({ name: entry.name, size: 1, facts: photo.facts })),
    ]);
    const paired = groups.flatMap(({ members }) => members).filter(({ role }) => role === 'sidecar');
    const sidecar = candidates.find(({ entry }) => entry.name === paired[0]?.name);
    if (sidecar == null || paired.length > 1 || !fits(item, sidecar)) continue;
    wanted.set(sidecar, [...(wanted.get(sidecar) ?? []), item]);
  }
  for (const [sidecar, items] of wanted) if (items.length === 1) found.set(items[0]!, sidecar);
  return found;
}

/** Whether what the photo itself says of its time can be what the sidecar says. Undefined where it says nothing. */
export function agrees(facts: FileFacts | undefined, sidecar: FileFacts): boolean | undefined {
  const [own, stated] = [facts?.times?.[0]?.time, sidecar.times?.[0]?.time];
  if (own == null || stated?.known !== 'instant') return undefined;
  if (own.known === 'instant') return Math.abs(own.utcMs - stated.utcMs) <= TOLERANCE;
  if (own.known === 'zoned') {
    return Math.abs(own.wallMs - own.offsetMin * 60_000 - stated.utcMs) <= TOLERANCE;
  }
  return offsetBetween(own.wallMs, stated.utcMs, TOLERANCE) != null;
}

function fits(item: Unpaired, { photo }: Unused): boolean {
  if (agrees(item.mainFacts, photo.facts) === false) return false;
  const time = photo.facts.times?.[0]?.time;
  const year = yearIn(item.folder.name);
  return !item.isYear || year == null || (time?.known === 'instant' && inYear(time.utcMs, year));
}

/** Those whose key no other has, unless the others are the same. */
function single<T>(items: readonly T[], key: (item: T) => string, same: (a: T, b: T) => boolean): readonly T[] {
  return [...Map.groupBy(items, key).values()]
    .filter(([first, ...others]) => others.every(other => same(first!, other)))
    .map(([first]) => first!);
}

/** How many different media each of these names stands for in the export: one photo in several folders counts once. */
function nameCounts(unpaired: readonly Unpaired[], all: readonly TakeoutFolder[]): ReadonlyMap<string, number> {
  const kinds = new Map(unpaired.map(({ group }) => [fold(group.main), new Set<string>()]));
  for (const folder of all) {
    for (const { name, size, crc32 } of folder.entries()) kinds.get(fold(name))?.add(`${size} ${crc32}`);
  }
  return new Map([...kinds].map(([name, found]) => [name, found.size]));
}

/** The beginning that a photo's name and its title must share. */
function stemKey(title: string): string {
  return fold(splitName(sanitize(title)).stem.slice(0, 20));
}

function stemsOf(name: string): readonly string[] {
  const { stem, extension } = splitName(name.normalize('NFC'));
  const stems = [stem, ...originalStems(stem, extension).map(original => original.stem)];
  return [...new Set(stems.flatMap(one => [one, splitCounter(one).base, splitName(one).stem]))].map(one =>
    fold(one.slice(0, 20)),
  );
}
