import { type Hashing, must, noImageData } from './hashing.ts';

const MOST_SEGMENTS = 10_000;
const SOS = 0xda;

/** @throws NoImageData */
export async function hashJpeg(hashing: Hashing): Promise<void> {
  let at = 2;
  for (let count = 0; count < MOST_SEGMENTS; count++) {
    must(hashing.read(at, 1)[0] === 0xff, 'bytes between segments');
    // Any number of these may stand before a marker.
    while (hashing.read(at + 1, 1)[0] === 0xff) at++;
    const header = hashing.read(at, 4);
    const marker = header[1] ?? 0;
    must(marker >= 0xc0 && !(marker >= 0xd0 && marker <= 0xd9), 'marker out of place');
    if (marker === SOS) return hashing.range(at, hashing.size - at);
    const length = header.readUInt16BE(2);
    must(length >= 2, 'segment of no length');
    if (counts(hashing, marker, at + 4, length - 2)) await hashing.range(at, 2 + length);
    at += 2 + length;
  }
  noImageData('very many segments');
}

/** Colours depend on the two of its kind that a picture may have among its metadata. */
function counts(hashing: Hashing, marker: number, at: number, length: number): boolean {
  const isMetadata = (marker & 0xf0) === 0xe0 || marker === 0xfe;
  const begins = (text: string): boolean =>
    length >= text.length && hashing.read(at, text.length).toString('latin1') === text;
  if (marker === 0xe2) return begins('ICC_PROFILE\0');
  return marker === 0xee ? begins('Adobe') : !isMetadata;
}
