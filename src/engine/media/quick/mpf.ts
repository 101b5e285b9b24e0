/** Multi-Picture Format (CIPA DC-007): where a JPEG's further pictures lie. Only its order is looked at. */
import { Tiff } from './tiff.ts';
import { expect } from './unusual.ts';

/** @throws Unusual where exiftool might warn, or call the file an MPO */
export function checkMpf(bytes: Buffer): void {
  const tiff = new Tiff(bytes);
  const { entries, end } = tiff.directory(tiff.u32(4));
  for (const { tag, count, at, size } of entries) {
    if (tag !== 0xb002) continue;
    expect(count % 16 === 0 && size <= 16 * 64, 'list of pictures');
    // Its type, in the low 24 bits: 2xxxx are pictures that together are one, as in an MPO.
    for (let k = at; k < at + size; k += 16) expect((tiff.u32(k) & 0x00020000) === 0, 'pictures that are one');
  }
  const second = tiff.next(end);
  if (second !== 0) expect(tiff.next(tiff.directory(second).end) === 0, 'third directory');
}
