/** A small EXIF block of our own: when and where, and nothing that is not known (CIPA DC-008, TIFF 6.0). Pure. */
import { Buffer } from 'node:buffer';
import type { WritableTags } from '../../programs/writableTags.ts';
import { directoryBytes } from './directory.ts';
import { EXIF_IFD, EXIF_VERSION, exifEntries, GPS_IFD, GPS_VERSION, pointer } from './exifEntries.ts';

const FIRST = 8;

/** @returns a whole TIFF structure, as it follows `Exif\0\0`; undefined where there is nothing for it */
export function exifBlock(tags: WritableTags): Buffer | undefined {
  const { exif, gps } = exifEntries(tags);
  if (exif.length + gps.length === 0) return undefined;
  const directories = [
    ...(exif.length > 0 ? [{ tag: EXIF_IFD, entries: [EXIF_VERSION, ...exif] }] : []),
    ...(gps.length > 0 ? [{ tag: GPS_IFD, entries: [GPS_VERSION, ...gps] }] : []),
  ];
  // The first directory only leads to the others.
  let at =
    FIRST +
    directoryBytes(
      directories.map(({ tag }) => pointer(tag, 0)),
      FIRST,
      false,
    ).length;
  const blocks: Buffer[] = [];
  const pointers = directories.map(({ tag, entries }) => {
    const block = directoryBytes(entries, at, false);
    const found = pointer(tag, at);
    blocks.push(block);
    at += block.length;
    return found;
  });
  const head = Buffer.from('MM\0*\0\0\0\x08', 'latin1');
  return Buffer.concat([head, directoryBytes(pointers, FIRST, false), ...blocks]);
}
