/** What one photo says, as a change of others. */
import { type AssetView, AssetViews } from '../../catalog/assetView.ts';
import { findAsset } from '../../catalog/findAsset.ts';
import { namedAssets } from '../../catalog/namedAssets.ts';
import type { Store } from '../../catalog/store.ts';
import type { EditChange } from './editChange.ts';

export const COPIED_FIELDS = [
  'date',
  'gps',
  'title',
  'description',
  'keywords',
  'people',
  'creator',
  'copyright',
  'rating',
] as const;
export type CopiedField = (typeof COPIED_FIELDS)[number];

export interface CopyWish {
  /** A UUID, or a path in the backup with `/`. */
  readonly from: string;
  readonly fields: readonly CopiedField[];
}

/** The photo that is to be copied from is not there, or says nothing of what is wanted: a sentence. */
export class NothingToCopy extends Error {
  override readonly name = 'NothingToCopy';
}

/** @throws {NothingToCopy} */
export function copiedFields({ db }: Store, { from, fields }: CopyWish): EditChange {
  const view = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(from)
    ? [...namedAssets(db, [from])][0]
    : viewAt(new AssetViews(db), findAsset(db, from));
  if (view == null) throw new NothingToCopy(`There is no photo ${from} in this backup. Nothing was changed.`);
  const missing = fields.filter(field => said(view, field) == null);
  if (missing.length > 0)
    throw new NothingToCopy(
      `${view.path.text} has no ${missing.join(', ')} that could be copied. Nothing was changed.`,
    );
  return Object.assign({}, ...fields.map(field => said(view, field))) as EditChange;
}

const viewAt = (views: AssetViews, id: number | undefined): AssetView | undefined =>
  id == null ? undefined : views.read(id);

/** @returns undefined where the photo says nothing of it */
function said({ facts, rating }: AssetView, field: CopiedField): EditChange | undefined {
  switch (field) {
    case 'date': {
      const time = facts.capturedAt;
      return time == null || time.origin === 'mtime' ? undefined : { time: { do: 'set', time: time.value } };
    }
    case 'gps':
      return facts.gps == null ? undefined : { gps: facts.gps.value };
    case 'title':
    case 'description':
    case 'copyright': {
      const text = facts[field]?.value;
      return text == null ? undefined : { [field]: text };
    }
    case 'creator': {
      const creator = facts.creator?.value;
      return creator == null ? undefined : { creator: { set: [creator] } };
    }
    case 'keywords':
    case 'people': {
      const list = facts[field]?.value ?? [];
      return list.length === 0 ? undefined : { [field]: { set: list } };
    }
    case 'rating':
      return rating === 0 ? undefined : { rating };
  }
}
