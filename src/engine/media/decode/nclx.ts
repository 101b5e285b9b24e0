import type { ColourCode } from './profile.ts';

/**
 * The colours that an AVIF names in its `colr` box of type `nclx` (ISO/IEC 14496-12, 12.1.5), which libvips
 * does not look at. The box lies in `meta`, at the start.
 *
 * @param file the file, or at least its first 64 KiB
 */
export function nclxOf(file: Uint8Array): ColourCode | undefined {
  const head = Buffer.from(file.buffer, file.byteOffset, Math.min(file.length, 64 * 1024));
  const at = head.indexOf('colrnclx', 0, 'latin1');
  if (at < 0 || at + 12 > head.length) return undefined;
  return { primaries: head.readUInt16BE(at + 8), transfer: head.readUInt16BE(at + 10) };
}

/** The same from the words of ffmpeg: `pc, gbr/bt2020/arib-std-b67`. */
export function colourCodeOf(words: string): ColourCode {
  const primaries = words.includes('smpte432') ? 12 : words.includes('bt2020') ? 9 : 1;
  const transfer = words.includes('smpte2084') ? 16 : words.includes('arib-std-b67') ? 18 : 13;
  return { primaries, transfer };
}
