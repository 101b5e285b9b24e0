import type { RawTags } from '../programs/exiftool.ts';
import type { Gps, Stated } from './model.ts';
import { firstOf, number } from './tagValues.ts';

/** A place on Earth from loose numbers; undefined for (0, 0), which stands for "unknown", and what is out of range. */
export function place(lat: unknown, lon: unknown, alt?: unknown): Gps | undefined {
  const north = number(lat, -90, 90);
  const east = number(lon, -180, 180);
  if (north == null || east == null || (north === 0 && east === 0)) return undefined;
  const height = number(alt, -12_000, 100_000);
  return { lat: north, lon: east, ...(height != null && { alt: height }) };
}

/** Where the photo was taken: EXIF, then XMP, then a video's own. */
export function tagGps(tags: RawTags): Stated<Gps> | undefined {
  const exif = exifPlace(tags);
  if (exif != null) return { value: exif, origin: 'exif' };
  const below = tags['XMP-exif:GPSAltitudeRef'] === 1 ? -1 : 1;
  const height = number(tags['XMP-exif:GPSAltitude'], -1e6, 1e6);
  const xmp = place(
    tags['XMP-exif:GPSLatitude'],
    tags['XMP-exif:GPSLongitude'],
    height == null ? undefined : height * below,
  );
  if (xmp != null) return { value: xmp, origin: 'xmp' };
  const video = firstOf(
    tags,
    ['Keys:GPSCoordinates', 'ItemList:GPSCoordinates', 'UserData:GPSCoordinates'],
    coordinates,
  );
  return video == null ? undefined : { value: video.value, origin: 'quicktime' };
}

/** EXIF keeps the sign in a tag of its own; without it the half of the globe is not known. */
function exifPlace(tags: RawTags): Gps | undefined {
  const side = (tag: string, plus: string, minus: string): number | undefined => {
    const letter = String(tags[tag] ?? '')
      .trim()
      .charAt(0)
      .toUpperCase();
    return letter === plus ? 1 : letter === minus ? -1 : undefined;
  };
  const north = side('GPS:GPSLatitudeRef', 'N', 'S');
  const east = side('GPS:GPSLongitudeRef', 'E', 'W');
  const lat = number(tags['GPS:GPSLatitude'], 0, 90);
  const lon = number(tags['GPS:GPSLongitude'], 0, 180);
  if (north == null || east == null || lat == null || lon == null) return undefined;
  const height = number(tags['GPS:GPSAltitude'], -1e6, 1e6);
  const below = number(tags['GPS:GPSAltitudeRef'], 0, 255) === 1 ? -1 : 1;
  return place(lat * north, lon * east, height == null ? undefined : height * below);
}

/** `34.0533 -118.2423 197.1`, as exiftool prints ISO 6709 as numbers. */
function coordinates(value: unknown): Gps | undefined {
  if (typeof value !== 'string' || value.length > 100) return undefined;
  const [lat, lon, alt] = value.trim().split(/[\s,]+/);
  return place(lat, lon, alt);
}
