/** The tags by which a file says how it is turned. Pure. */
import { tagIn } from '../../media/tagsRead.ts';
import { type Turn, turnedOrientation } from '../../media/turning/orientation.ts';
import type { RawTags } from '../../programs/exiftool.ts';
import type { WritableTags } from '../../programs/writableTags.ts';
import type { WrittenForm } from './writtenForm.ts';

const XMP = 'XMP-tiff:Orientation';
/** What these say by their structure is all that counts; EXIF's word is kept in step with it. */
const HEIF = /^(HEIC|HEIF|AVIF)/;

/** @returns a sentence where it can't be turned */
export function turnTags(
  form: WrittenForm,
  turn: Turn,
  present: RawTags,
  fileType: string | undefined,
): WritableTags | string {
  const inXmp = present[XMP];
  if (form === 'xmp') return inXmp === undefined ? {} : { [XMP]: turnedOrientation(Number(inXmp), turn) };
  if (form === 'film') {
    const degrees = present['Composite:Rotation'];
    if (typeof degrees !== 'number' || degrees % 90 !== 0)
      return 'Its picture is turned by an odd angle, or there are several.';
    return { 'Composite:Rotation': (degrees + turn) % 360 };
  }
  const inExif = tagIn('EXIF:Orientation', present);
  const exif = turnedOrientation(Number(inExif ?? 1), turn);
  const words = { 'EXIF:Orientation': exif, ...(inXmp !== undefined && { [XMP]: exif }) };
  if (!HEIF.test(fileType ?? '')) return words;
  const quarters = present['QuickTime:Rotation'];
  if (typeof quarters !== 'number') return 'It has no place that says how it is turned.';
  return { 'QuickTime:Rotation': (quarters + 4 - turn / 90) % 4, ...(inExif !== undefined && words) };
}
