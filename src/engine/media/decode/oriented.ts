import type { Sharp } from 'sharp';
import { NoPicture } from './noPicture.ts';
import { MAX_PIXELS, openRaster } from './raster.ts';
import type { Decodable } from './source.ts';

const NO_PICTURE_INSIDE =
  'There is no picture in this file that Keepsake can decode: it is damaged, or something else under a picture’s name.';
const ENDS_EARLY = 'The file is damaged: it ends before its picture does.';
const DAMAGED = 'The file is damaged: its picture can not be decoded.';

/** Opens what was decoded, turned the right way up. Errors of sharp come from what is asked of it afterwards. */
export function oriented(decodable: Decodable): Sharp {
  const { input, orientation } = decodable;
  if (orientation === 'own') return openRaster(input, { autoOrient: true });
  const picture = openRaster(input);
  // EXIF 2.32, tag 274; sharp mirrors first and turns then, in whatever order it is told.
  switch (orientation) {
    case 2:
      return picture.flop();
    case 3:
      return picture.rotate(180);
    case 4:
      return picture.flip();
    case 5:
      return picture.rotate(90).flip();
    case 6:
      return picture.rotate(90);
    case 7:
      return picture.rotate(270).flip();
    case 8:
      return picture.rotate(270);
    default:
      return picture;
  }
}

/** What sharp said, as a sentence for a person. */
export function whyNot(error: unknown): NoPicture {
  if (error instanceof NoPicture) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (message.includes('pixel limit')) {
    return new NoPicture(`It has more pixels than Keepsake decodes (${MAX_PIXELS / 1e6} megapixels).`);
  }
  // The words of libvips ("VipsJpeg: …", "bad seek to 14111") help nobody who looks at photos.
  if (message.includes('unsupported image format')) return new NoPicture(NO_PICTURE_INSIDE);
  if (/premature end|unexpected end|bad seek/i.test(message)) return new NoPicture(ENDS_EARLY);
  return new NoPicture(DAMAGED);
}
