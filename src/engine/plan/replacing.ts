import { tagIn } from '../media/tagsRead.ts';
import type { RawTags } from '../programs/exiftool.ts';
import type { WritableTags } from '../programs/writableTags.ts';

/** What an edit has to write: what isn't there need not be taken away. Pure. */
export function replacing(wanted: WritableTags, before: RawTags): WritableTags {
  const lacks = ([tag, value]: readonly [string, unknown]): boolean =>
    value === null && tagIn(tag, before) === undefined;
  return Object.fromEntries(Object.entries(wanted).filter(entry => !lacks(entry)));
}
