/** The text of a new XMP sidecar, out of tags. Pure. */
import { readDate } from '../../media/dateText.ts';
import { type XmpFields, xmpDocument } from '../../media/xmpDocument.ts';
import type { TagValue, WritableTags } from '../../programs/writableTags.ts';

/** @returns the sidecar, and the tags that are to be written into it by exiftool */
export function sidecarText(
  tags: WritableTags,
  edit: NonNullable<XmpFields['edit']>,
): { readonly text: string; readonly rest: WritableTags } {
  const rest: Record<string, TagValue> = {};
  const fields: { -readonly [K in keyof XmpFields]: XmpFields[K] } = { edit };
  for (const [tag, value] of Object.entries(tags)) if (!take(fields, tag, value)) rest[tag] = value;
  const [lat, lon] = [tags['XMP-exif:GPSLatitude'], tags['XMP-exif:GPSLongitude']];
  if (typeof lat === 'number' && typeof lon === 'number') {
    const alt = tags['XMP-exif:GPSAltitude'];
    const sign = tags['XMP-exif:GPSAltitudeRef'] === 1 ? -1 : 1;
    fields.gps = { lat, lon, ...(typeof alt === 'number' && { alt: sign * alt }) };
  }
  return { text: xmpDocument(fields) ?? '', rest };
}

/** @returns whether it has a place in the document */
function take(fields: { -readonly [K in keyof XmpFields]: XmpFields[K] }, tag: string, value: TagValue): boolean {
  const texts = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];
  const [text] = texts;
  if (tag.startsWith('XMP-exif:GPS')) return true;
  if (tag === 'XMP-xmp:Rating' && typeof value === 'number' && value >= 1) {
    fields.rating = value;
    return true;
  }
  if (text == null) return false;
  switch (tag) {
    case 'XMP-exif:DateTimeOriginal':
    case 'XMP-photoshop:DateCreated': {
      const time = readDate(text)?.time;
      if (time != null) fields.capturedAt = time;
      return time != null;
    }
    case 'XMP-dc:Title':
      fields.title = text;
      return true;
    case 'XMP-dc:Description':
      fields.description = text;
      return true;
    case 'XMP-dc:Rights':
      fields.copyright = text;
      return true;
    case 'XMP-dc:Subject':
      fields.keywords = texts;
      return true;
    case 'XMP-iptcExt:PersonInImage':
      fields.people = texts;
      return true;
    case 'XMP-dc:Creator':
      fields.creators = texts;
      return true;
    default:
      return false;
  }
}
