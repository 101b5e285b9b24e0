/**
 * What a file is by its first bytes: names lie (a HEIC called .jpg, a playlist called .mp4), so what decodes
 * a file is chosen here and nowhere else. What is not in this list is not decoded at all.
 */

/** Bytes from the start of a file that `formatOf` needs. */
export const SNIFF_BYTES = 1024;

/** `demuxer` is the one of ffmpeg's that is forced, so that ffmpeg never guesses what a file is. */
export type PictureFormat =
  | { readonly by: 'sharp'; readonly type: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'tiff' }
  | { readonly by: 'heif' }
  | { readonly by: 'raw' }
  | { readonly by: 'ffmpeg'; readonly of: 'picture' | 'video'; readonly demuxer: string }
  | { readonly by: 'nothing' };

const NOTHING: PictureFormat = { by: 'nothing' };
const HEIC_BRANDS = /^(heic|heix|heim|heis|hevc|hevx|hevm|hevs)$/;
const AVIF_BRANDS = /^(avif|avis)$/;
// First boxes of QuickTime files that are older than the ftyp box.
const QUICKTIME_BOXES = /^(moov|mdat|wide|free|skip|pnot)$/;

/** Prefixes as Latin-1 text, checked in order. RAW formats as in libopenraw's and ExifTool's tables. */
const PREFIXES: readonly (readonly [string, PictureFormat])[] = [
  ['\xff\xd8\xff', { by: 'sharp', type: 'jpeg' }],
  ['\x89PNG\r\n\x1a\n', { by: 'sharp', type: 'png' }],
  ['GIF87a', { by: 'sharp', type: 'gif' }],
  ['GIF89a', { by: 'sharp', type: 'gif' }],
  ['FUJIFILMCCD-RAW', { by: 'raw' }],
  ['IIRO', { by: 'raw' }],
  ['IIRS', { by: 'raw' }],
  ['MMOR', { by: 'raw' }],
  ['IIU\0', { by: 'raw' }],
  ['FOVb', { by: 'raw' }],
  ['\0MRM', { by: 'raw' }],
  ['II\x1a\0\0\0HEAPCCDR', { by: 'raw' }],
  ['II*\0', { by: 'sharp', type: 'tiff' }],
  ['MM\0*', { by: 'sharp', type: 'tiff' }],
  ['II+\0', { by: 'sharp', type: 'tiff' }],
  ['MM\0+', { by: 'sharp', type: 'tiff' }],
  ['\xff\x0a', { by: 'ffmpeg', of: 'picture', demuxer: 'jpegxl_pipe' }],
  ['\0\0\0\x0cJXL \r\n\x87\n', { by: 'ffmpeg', of: 'picture', demuxer: 'jpegxl_pipe' }],
  ['8BPS\0\x01', { by: 'ffmpeg', of: 'picture', demuxer: 'psd_pipe' }],
  ['\x1a\x45\xdf\xa3', { by: 'ffmpeg', of: 'video', demuxer: 'matroska' }],
  ['\x30\x26\xb2\x75\x8e\x66\xcf\x11', { by: 'ffmpeg', of: 'video', demuxer: 'asf' }],
  ['FLV\x01', { by: 'ffmpeg', of: 'video', demuxer: 'flv' }],
  ['OggS', { by: 'ffmpeg', of: 'video', demuxer: 'ogg' }],
  ['\0\0\x01\xba', { by: 'ffmpeg', of: 'video', demuxer: 'mpeg' }],
  ['\0\0\x01\xb3', { by: 'ffmpeg', of: 'video', demuxer: 'mpegvideo' }],
  ['\x06\x0e\x2b\x34', { by: 'ffmpeg', of: 'video', demuxer: 'mxf' }],
  ['\x1f\x07\0', { by: 'ffmpeg', of: 'video', demuxer: 'dv' }],
];

/**
 * @param head the first `SNIFF_BYTES` bytes of the file, fewer where it is shorter
 * @param kind what the file is by its name: decides only whether a TIFF is a photo or the housing of a RAW
 */
export function formatOf(head: Uint8Array, kind: 'image' | 'raw' | 'video'): PictureFormat {
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, SNIFF_BYTES));
  const text = bytes.toString('latin1');
  const found = PREFIXES.find(([prefix]) => text.startsWith(prefix))?.[1];
  if (found?.by === 'sharp' && found.type === 'tiff') {
    // Canon's CR2 says so after the TIFF header; others only by their names.
    return kind === 'raw' || text.startsWith('CR\x02', 8) ? { by: 'raw' } : found;
  }
  if (found) return found;
  if (text.startsWith('RIFF')) return riff(text.slice(8, 12));
  if (text.startsWith('ftyp', 4)) return isoMedia(bytes, text);
  if (QUICKTIME_BOXES.test(text.slice(4, 8))) return { by: 'ffmpeg', of: 'video', demuxer: 'mov' };
  if (isTransportStream(bytes)) return { by: 'ffmpeg', of: 'video', demuxer: 'mpegts' };
  // Windows bitmap: 'BM', and two reserved words of zero.
  if (/^BM[\s\S]{4}\0\0\0\0/.test(text)) return { by: 'ffmpeg', of: 'picture', demuxer: 'bmp_pipe' };
  return NOTHING;
}

function riff(form: string): PictureFormat {
  if (form === 'WEBP') return { by: 'sharp', type: 'webp' };
  if (form === 'AVI ') return { by: 'ffmpeg', of: 'video', demuxer: 'avi' };
  return NOTHING;
}

/** ISO/IEC 14496-12: size, 'ftyp', major brand, minor version, compatible brands. */
function isoMedia(bytes: Buffer, text: string): PictureFormat {
  if (bytes.length < 12) return NOTHING;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length);
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4));
  const major = brands[0] ?? '';
  if (AVIF_BRANDS.test(major)) return { by: 'sharp', type: 'avif' };
  if (HEIC_BRANDS.test(major)) return { by: 'heif' };
  if (major === 'crx ') return { by: 'raw' };
  // mif1 and msf1 tell only the structure; the coding is among the compatible brands.
  if (major === 'mif1' || major === 'msf1' || major === 'miaf') {
    return brands.some(brand => AVIF_BRANDS.test(brand)) ? { by: 'sharp', type: 'avif' } : { by: 'heif' };
  }
  if (brands.includes('jxl ')) return { by: 'ffmpeg', of: 'picture', demuxer: 'jpegxl_pipe' };
  return { by: 'ffmpeg', of: 'video', demuxer: 'mov' };
}

/** MPEG-TS packets of 188 bytes, or of 192 with a time code in front (AVCHD's .mts). */
function isTransportStream(bytes: Buffer): boolean {
  const synced = (start: number, step: number) =>
    bytes.length > start + 3 * step && [0, 1, 2, 3].every(k => bytes[start + k * step] === 0x47);
  return synced(0, 188) || synced(4, 192);
}
