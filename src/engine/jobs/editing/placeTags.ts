/** The tags by which a file says where it was taken. Pure. */
import { exifPlace, filmPlace, short } from '../../media/embeddedTags.ts';
import type { Gps } from '../../media/model.ts';
import type { RawTags } from '../../programs/exiftool.ts';
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';
import type { WrittenForm } from './writtenForm.ts';

const IN_XMP = ['Latitude', 'Longitude', 'Altitude', 'AltitudeRef', 'DateTime'].map(name => `XMP-exif:GPS${name}`);
const IN_FILMS = ['Keys:GPSCoordinates', 'ItemList:GPSCoordinates', 'UserData:GPSCoordinates'];

/** @param gps null: nothing of it is to stay */
export function placeTags(form: WrittenForm, gps: Gps | null, present: RawTags): WritableTags {
  const isThere = (tag: string): boolean => present[tag] !== undefined;
  if (gps == null) {
    const gone = [...IN_XMP, ...(form === 'film' ? IN_FILMS : [])].filter(isThere);
    return Object.fromEntries([...(form === 'image' ? ['GPS:All'] : []), ...gone].map(tag => [tag, null]));
  }
  const hasXmp = form === 'xmp' || IN_XMP.some(isThere);
  return {
    ...(form === 'image' && { ...NO_HEIGHT, ...exifPlace(gps) }),
    ...(form === 'film' && filmPlaces(gps, isThere)),
    ...(hasXmp && xmpPlace(gps)),
  };
}

/** The height of another place is none of this one. */
const NO_HEIGHT: Readonly<Record<string, TagValue>> = { 'EXIF:GPSAltitude': null, 'EXIF:GPSAltitudeRef': null };

function filmPlaces(gps: Gps, isThere: (tag: string) => boolean): WritableTags {
  const said = filmPlace(gps)['Keys:GPSCoordinates'] ?? null;
  return Object.fromEntries(
    IN_FILMS.filter(tag => tag === 'Keys:GPSCoordinates' || isThere(tag)).map(tag => [tag, said]),
  );
}

function xmpPlace({ lat, lon, alt }: Gps): WritableTags {
  return {
    'XMP-exif:GPSLatitude': short(lat),
    'XMP-exif:GPSLongitude': short(lon),
    'XMP-exif:GPSAltitude': alt == null ? null : short(Math.abs(alt)),
    'XMP-exif:GPSAltitudeRef': alt == null ? null : alt < 0 ? 1 : 0,
  };
}
