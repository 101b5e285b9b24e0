import type { Locale } from '../locale.ts';
import type { PhotoSource } from '../stage/source.ts';
import { text } from '../text.ts';
import type { Items } from './items.ts';
import type { Photos } from './photos.ts';
import type { Thumbnails } from './thumbnails.ts';

/** The grid's photos, in the grid's order, as the loupe wants them. */
export function loupeSource(photos: Photos, items: Items, thumbnails: Thumbnails, locale: () => Locale): PhotoSource {
  return {
    get count() {
      return photos.shape.ids.length;
    },
    id: index => photos.shape.ids[index] ?? 0,
    aspect: index => photos.shape.aspects[index] ?? 0,
    address: id => thumbnails.address(id),
    name: id => items.get(id)?.name ?? text.loadingPhoto,
    item: id => items.get(id),
    why: id => {
      const thumb = thumbnails.get(id);
      return thumb?.state === 'none' ? thumb.why : '';
    },
    locale,
    want: ids => {
      items.want(ids);
      thumbnails.want(ids);
    },
  };
}
