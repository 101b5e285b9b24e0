/**
 * Makes one part of a path out of words that a stranger chose: a name that every file system takes which people
 * keep photos on (ext4, APFS, NTFS, exFAT, SMB), and that leads nowhere else.
 */
import { Buffer } from 'node:buffer';

/** Bytes of UTF-8 that are left to a stem: 255 is what file systems take, less a counter, an edit's word and two extensions. */
export const STEM_BYTES = 200;

/** Device names of Windows, with or without an extension behind them. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|\s*$)/i;
// What NTFS and exFAT refuse, controls and the invisible marks that turn the direction of text around.
const REFUSED = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|]/g;

/**
 * @param text anything
 * @param bytes at most so many of UTF-8
 * @param empty what stands for a text of which nothing is left
 * @returns in NFC; never empty, `.`, `..`, hidden by a leading dot, or ended by a blank or a dot
 */
export function safePart(text: string, bytes: number = STEM_BYTES, empty = '_'): string {
  const legal = text
    .toWellFormed()
    .normalize('NFC')
    .replace(REFUSED, '_')
    .replace(/^[\s.]+/, leading => '_'.repeat(leading.trim().length));
  const clipped = clip(legal, bytes).replace(/[\s.]+$/, '');
  if (clipped === '') return empty;
  return DEVICE.test(clipped) ? `_${clipped}` : clipped;
}

/** Cuts at a whole character, a base with its marks being one. */
function clip(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let kept = '';
  let room = bytes;
  for (const { segment } of new Intl.Segmenter('und', { granularity: 'grapheme' }).segment(text)) {
    room -= Buffer.byteLength(segment);
    if (room < 0) break;
    kept += segment;
  }
  return kept;
}
