import { type Hashing, must, noImageData } from './hashing.ts';

const METADATA: ReadonlySet<string> = new Set(['tEXt', 'zTXt', 'iTXt', 'eXIf', 'zxIf', 'tIME']);
const MOST_CHUNKS = 1_000_000;

/**
 * Each chunk with its length, type and checksum, and what follows the last. Apple's iDOT says how far behind it the
 * halves of the picture lie: what is put in between counts.
 * @throws NoImageData
 */
export async function hashPng(hashing: Hashing): Promise<void> {
  let at = 8;
  // Chunks that follow one another are hashed as one: pictures have many, all small.
  let from = at;
  let idot: number | undefined;
  for (let count = 0; count < MOST_CHUNKS; count++) {
    const header = hashing.read(at, 8);
    const end = at + 12 + header.readUInt32BE(0);
    const type = header.toString('latin1', 4, 8);
    must((count === 0) === (type === 'IHDR') && end <= hashing.size, 'chunk cut');
    if (type === 'IEND') return hashing.range(from, hashing.size - from);
    if (type === 'iDOT') idot = at;
    if (type === 'IDAT' && idot != null) {
      await hashing.range(from, at - from);
      from = at;
      hashing.mark('behind iDOT', at - idot);
      idot = undefined;
    }
    if (METADATA.has(type)) {
      await hashing.range(from, at - from);
      from = end;
    }
    at = end;
  }
  noImageData('very many chunks');
}
