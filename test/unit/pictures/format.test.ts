import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatOf } from '../../../src/engine/media/decode/format.ts';

type Kind = 'image' | 'raw' | 'video';

/** First bytes as Latin-1, what the name says, what is to be made of it. */
const TABLE: readonly (readonly [bytes: string, kind: Kind, expected: string])[] = [
  ['\xff\xd8\xff\xe0', 'image', 'sharp jpeg'],
  ['\xff\xd8\xff\xe1', 'raw', 'sharp jpeg'],
  ['\xff\xd8\xff\xe1', 'video', 'sharp jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image', 'sharp png'],
  ['GIF89a', 'image', 'sharp gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image', 'sharp webp'],
  ['RIFF\x10\0\0\0AVI LIST', 'video', 'ffmpeg video avi'],
  ['RIFF\x10\0\0\0WAVEfmt ', 'video', 'nothing'],
  ['II*\0\x08\0\0\0', 'image', 'sharp tiff'],
  ['MM\0*\0\0\0\x08', 'image', 'sharp tiff'],
  ['II*\0\x08\0\0\0', 'raw', 'raw'],
  ['II*\0\x10\0\0\0CR\x02\0', 'image', 'raw'],
  ['FUJIFILMCCD-RAW 0201', 'image', 'raw'],
  ['IIU\0\x18\0\0\0', 'image', 'raw'],
  ['\0\0\0\x18ftypcrx \0\0\0\x01crx isom', 'image', 'raw'],
  ['\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'image', 'heif'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1heic', 'image', 'heif'],
  ['\0\0\0\x18ftypmif1\0\0\0\0mif1avif', 'image', 'sharp avif'],
  ['\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'image', 'sharp avif'],
  ['\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'video', 'ffmpeg video mov'],
  ['\0\0\0\x14ftypisom\0\0\0\0isom', 'image', 'ffmpeg video mov'],
  ['\0\0\0\x08wide\0\0\0\0mdat', 'video', 'ffmpeg video mov'],
  ['\x1a\x45\xdf\xa3\x01', 'video', 'ffmpeg video matroska'],
  [`G${'\0'.repeat(187)}`.repeat(4), 'video', 'ffmpeg video mpegts'],
  [`\0\0\0\0G${'\0'.repeat(187)}`.repeat(4), 'video', 'ffmpeg video mpegts'],
  ['\xff\x0a\xfa\x1f', 'image', 'ffmpeg picture jpegxl_pipe'],
  ['\0\0\0\x0cJXL \r\n\x87\n', 'image', 'ffmpeg picture jpegxl_pipe'],
  ['8BPS\0\x01', 'image', 'ffmpeg picture psd_pipe'],
  ['BM\x36\x10\0\0\0\0\0\0\x36\0\0\0', 'image', 'ffmpeg picture bmp_pipe'],
  ['', 'image', 'nothing'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', 'image', 'nothing'],
  ['<?xml version="1.0"?><svg/>', 'image', 'nothing'],
  ['%PDF-1.7', 'image', 'nothing'],
  ['#EXTM3U\n#EXTINF:1,\nhttp://x/\n', 'video', 'nothing'],
  ['ffconcat version 1.0\nfile x\n', 'video', 'nothing'],
  ['\0\0\0\x18ftyp', 'image', 'nothing'],
];

describe('formatOf', () => {
  for (const [bytes, kind, expected] of TABLE) {
    it(`takes ${JSON.stringify(bytes.slice(0, 20))}, by name ${kind}, for ${expected}`, () => {
      const format = formatOf(Buffer.from(bytes, 'latin1'), kind);
      const words = [
        format.by,
        'of' in format ? format.of : '',
        'type' in format ? format.type : '',
        'demuxer' in format ? format.demuxer : '',
      ];
      assert.equal(words.filter(Boolean).join(' '), expected);
    });
  }
});
