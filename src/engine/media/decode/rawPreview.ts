import { embeddedPreviews, PerlMissing } from '../../programs/exiftoolPreview.ts';
import { formatOf } from './format.ts';
import { NoPicture } from './noPicture.ts';
import { openRaster } from './raster.ts';
import type { Decodable, PictureFile } from './source.ts';

interface Candidate {
  readonly bytes: Buffer;
  /** Pixels as stored. */
  readonly width: number;
  readonly height: number;
  /** Its own EXIF orientation; undefined where it has none. */
  readonly orientation: number | undefined;
}

export interface RawPreviewOptions {
  readonly fd: number;
  /** Longer side that is enough, px; undefined for the largest preview there is. */
  readonly enough: number | undefined;
  readonly cwd: string;
  readonly timeLimitMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** @throws NoPicture where the RAW holds no preview, or there is no perl to find it with */
export async function rawPreview(source: PictureFile, options: RawPreviewOptions): Promise<Decodable> {
  const found = await embeddedPreviews({ file: source.file, ...options }).catch((error: unknown) => {
    if (!(error instanceof PerlMissing)) throw error;
    throw new NoPicture('The preview in a RAW file is read with perl, which was not found. Install perl.', 'perl');
  });
  const candidates: Candidate[] = [];
  for (const bytes of found.pictures) {
    // The preview is as hostile as the file: only what sharp may decode.
    if (formatOf(bytes, 'image').by !== 'sharp') continue;
    try {
      const { width, height, orientation } = await openRaster(bytes).metadata();
      candidates.push({ bytes, width, height, orientation });
    } catch {
      // a damaged preview: another one may do
    }
  }
  const best = choose(candidates, options.enough);
  if (best == null) throw new NoPicture('The RAW file holds no preview that can be shown.');
  return { input: best.bytes, orientation: orientationOf(best, found.orientation, source), profile: undefined };
}

/** The smallest that is large enough, for it decodes quickest; else the largest. */
function choose(candidates: readonly Candidate[], enough: number | undefined): Candidate | undefined {
  const longer = (one: Candidate) => Math.max(one.width, one.height);
  const bySize = [...candidates].sort((a, b) => longer(a) - longer(b));
  const sufficient = enough == null ? undefined : bySize.find(one => longer(one) >= enough);
  return sufficient ?? bySize.at(-1);
}

/** A preview that states its orientation is believed; one that lies as the photo is shown was turned by the camera. */
function orientationOf(preview: Candidate, raw: number, source: PictureFile): Decodable['orientation'] {
  if (preview.orientation != null && preview.orientation > 1) return 'own';
  const quarterTurn = raw >= 5;
  const known = source.width > 0 && source.height > 0 && source.width !== source.height;
  const portrait = preview.height > preview.width;
  if (quarterTurn && known && portrait === source.height > source.width) return 1;
  return raw;
}
