import type { RawTags } from '../programs/exiftool.ts';
import { number } from './tagValues.ts';

/** Pixels no image format can exceed. */
const MOST = 1_000_000;

/**
 * Width and height as shown. HEIC turns by its own box (and its decoders leave EXIF's orientation alone), a video
 * by its track's matrix, everything else by EXIF.
 */
export function pixelSize(
  tags: RawTags,
  orientation: number | undefined,
): { readonly width?: number; readonly height?: number } {
  const [wide, high] = stored(tags);
  const width = number(wide, 1, MOST);
  const height = number(high, 1, MOST);
  if (width == null || height == null) return {};
  return turned(tags, orientation) ? { width: height, height: width } : { width, height };
}

/** exiftool's ImageSize knows which of a RAW's images is the picture. */
function stored(tags: RawTags): readonly unknown[] {
  const composite = tags['Composite:ImageSize'];
  if (typeof composite === 'string') return composite.split(/[ x]/);
  return [
    tags['File:ImageWidth'] ?? tags['XMP-tiff:ImageWidth'],
    tags['File:ImageHeight'] ?? tags['XMP-tiff:ImageHeight'],
  ];
}

function turned(tags: RawTags, orientation: number | undefined): boolean {
  const type = String(tags['File:FileType'] ?? '');
  if (/^(HEIC|HEIF|AVIF)/.test(type)) return (number(tags['QuickTime:Rotation'], 0, 3) ?? 0) % 2 === 1;
  const degrees = number(tags['Composite:Rotation'], 0, 360);
  if (degrees != null && String(tags['File:MIMEType'] ?? '').startsWith('video/')) return degrees % 180 === 90;
  return orientation != null && orientation >= 5;
}
