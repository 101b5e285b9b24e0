/** The photos of a folder by their names: whose date a photo without one may be given. */
import { type AssetView, AssetViews } from '../../catalog/assetView.ts';
import type { Store } from '../../catalog/store.ts';
import type { CaptureTime } from '../../media/model.ts';
import { parted } from '../../plan/step.ts';

/** As people count: IMG_9 before IMG_10. */
const NAMES = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

interface Photo {
  readonly id: number;
  readonly name: string;
}

export class Neighbours {
  readonly #views: AssetViews;
  readonly #photos: { all(dir: string): readonly Photo[] };
  /** Of the folder that was asked for last. */
  #folder: { readonly path: string; readonly photos: readonly Photo[] } | undefined;

  constructor({ db }: Store) {
    this.#views = new AssetViews(db);
    this.#photos = db.prepare<[string], Photo>(
      `SELECT a.id, f.name FROM dir d JOIN file f ON f.dir = d.id JOIN asset a ON a.main = f.id
       WHERE d.path = ? AND f.present = 1`,
    );
  }

  /** @returns undefined where none has a date on that side */
  timeOf({ id, path }: AssetView, side: 'next' | 'previous'): CaptureTime | undefined {
    const photos = this.#in(parted(path).dir.text);
    const step = side === 'next' ? 1 : -1;
    for (let at = photos.findIndex(photo => photo.id === id) + step; ; at += step) {
      const photo = photos[at];
      if (photo == null) return undefined;
      const time = this.#views.read(photo.id)?.facts.capturedAt;
      // The file's time is no date of a photo.
      if (time != null && time.origin !== 'mtime') return time.value;
    }
  }

  #in(path: string): readonly Photo[] {
    if (this.#folder?.path !== path)
      this.#folder = { path, photos: [...this.#photos.all(path)].sort((a, b) => NAMES.compare(a.name, b.name)) };
    return this.#folder.photos;
  }
}
