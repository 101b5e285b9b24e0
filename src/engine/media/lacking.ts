/** What a file lacks that is known of its photo. Pure. */
import type { AssetFacts, Fact, FileFacts, Origin, Role } from './model.ts';
import type { XmpFields } from './xmpDocument.ts';

/** Times that somebody stated; what was guessed by a name or a folder is not written into a photo. */
const STATED: ReadonlySet<Origin> = new Set(['exif', 'iptc', 'xmp', 'quicktime', 'gps', 'sidecar', 'user']);

export interface LackingFile {
  /** Its name, as `asset` knows it. */
  readonly name: string;
  readonly role: Role;
  /** Whether it is the file that the photo is known by. */
  readonly isMain: boolean;
  /** Undefined where it could not be read. */
  readonly facts: FileFacts | undefined;
}

/**
 * Everything that the file states stays its own word, also where the photo as a whole knows better. The main file and
 * edited ones get all that they lack; the other half of a live photo gets when and where; a RAW beside its JPEG nothing.
 * @param asset composed of all its files and sidecars
 */
export function lacking({ name, role, isMain, facts }: LackingFile, asset: AssetFacts): XmpFields {
  const lacks = <T>(fact: Fact<T> | undefined, own: unknown): fact is Fact<T> =>
    fact != null && own == null && fact.file !== name;
  const { capturedAt, gps, title, description, keywords, people, creator, copyright, rating } = asset;
  const isTold = isMain || role === 'edited';
  if (!isTold && role !== 'live') return {};
  const whenAndWhere: XmpFields = {
    ...(lacks(capturedAt, facts?.times?.[0]) && STATED.has(capturedAt.origin) && { capturedAt: capturedAt.value }),
    ...(lacks(gps, facts?.gps) && { gps: gps.value }),
  };
  if (!isTold) return whenAndWhere;
  return {
    ...whenAndWhere,
    ...(lacks(title, facts?.title) && { title: title.value }),
    ...(lacks(description, facts?.description) && { description: description.value }),
    ...(lacks(keywords, facts?.keywords) && { keywords: keywords.value }),
    ...(lacks(people, facts?.people) && { people: people.value }),
    ...(lacks(creator, facts?.creator) && { creator: creator.value }),
    ...(lacks(copyright, facts?.copyright) && { copyright: copyright.value }),
    // 0 says that nobody rated it; -1 is a flag of its own.
    ...(lacks(rating, facts?.rating) && rating.value >= 1 && { rating: rating.value }),
  };
}
