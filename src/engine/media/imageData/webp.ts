import { type Hashing, must, noImageData } from './hashing.ts';

const MOST_CHUNKS = 1_000_000;
const ALPHA = 0x10;
const ANIMATION = 0x02;

/** @throws NoImageData */
export async function hashWebp(hashing: Hashing): Promise<void> {
  const riff = 8 + hashing.read(4, 4).readUInt32LE(0);
  const end = riff + (riff % 2);
  must(end <= hashing.size, 'RIFF cut');
  let at = 12;
  let isFound = false;
  let isExtended = false;
  for (let count = 0; at < end; count++) {
    must(count < MOST_CHUNKS, 'very many chunks');
    const header = hashing.read(at, 8);
    const type = header.toString('latin1', 0, 4);
    const length = header.readUInt32LE(4);
    const next = at + 8 + length + (length % 2);
    must(next <= end, 'chunk cut');
    if (type === 'VP8X') {
      must(at === 12 && length >= 10, 'VP8X');
      isExtended = true;
      extended(hashing, at + 8);
    } else if (type !== 'EXIF' && type !== 'XMP ') {
      isFound ||= ['VP8 ', 'VP8L', 'ANMF'].includes(type);
      if (at === 12) hashing.mark('alpha', type === 'VP8L' ? ((hashing.read(at + 12, 1)[0] ?? 0) >> 4) & 1 : 0);
      await hashing.range(at, next - at);
    }
    at = next;
  }
  if (!isFound) noImageData(isExtended ? 'no picture behind VP8X' : 'no picture');
  await hashing.range(at, hashing.size - at);
}

/** A simple file that gets metadata becomes an extended one: that alone must not count. */
function extended(hashing: Hashing, at: number): void {
  const body = hashing.read(at, 10);
  const flags = body[0] ?? 0;
  hashing.mark('alpha', (flags & ALPHA) === 0 ? 0 : 1);
  if ((flags & ANIMATION) === 0) return;
  hashing.mark('animation');
  hashing.bytes(body.subarray(4));
}
