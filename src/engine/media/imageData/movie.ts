import { Buffer } from 'node:buffer';
import { type Box, boxesIn, isXmp, topBoxes } from './boxes.ts';
import { type Hashing, must } from './hashing.ts';

/** Nothing of them is seen or heard. */
const TOP_METADATA: ReadonlySet<string> = new Set(['ftyp', 'free', 'skip', 'wide', 'pdin', 'meta', 'udta']);
const METADATA: ReadonlySet<string> = new Set(['udta', 'meta', 'free', 'skip', 'wide', 'uuid']);
const CONTAINERS: ReadonlySet<string> = new Set(['trak', 'mdia', 'minf', 'stbl']);
/** moov, trak, mdia, minf, stbl. */
const DEEPEST = 8;
const CLOCKS: ReadonlySet<string> = new Set(['mvhd', 'tkhd', 'mdhd']);

/** @throws NoImageData */
export async function hashMovie(hashing: Hashing): Promise<void> {
  const boxes = topBoxes(hashing);
  must(
    boxes.some(({ type }) => type === 'moov'),
    'no moov',
  );
  await hashMoov(hashing, boxes);
  for (const box of boxes) {
    if (box.type === 'moov' || TOP_METADATA.has(box.type)) continue;
    if (box.type === 'uuid' && isXmp(hashing, box)) continue;
    hashing.mark(box.type, box.end - box.at);
    await hashing.range(box.at, box.end - box.at);
  }
}

/** Tables first, wherever they lie: they say what the data that follow are. @throws NoImageData */
export async function hashMoov(hashing: Hashing, boxes: readonly Box[]): Promise<void> {
  const media = boxes.filter(({ type }) => type === 'mdat');
  for (const { type, at, end } of boxes) {
    if (type !== 'moov') continue;
    const bytes = hashing.read(at, end - at);
    hashing.mark('moov');
    hashTables(hashing, bytes, [0, bytes.length], media);
    const waiting = hashing.pause();
    if (waiting != null) await waiting;
  }
}

function hashTables(
  hashing: Hashing,
  bytes: Buffer,
  [from, to]: readonly [number, number],
  media: readonly Box[],
  depth = 0,
): void {
  must(depth < DEEPEST, 'boxes in boxes without end');
  for (const { type, at, end } of boxesIn(bytes, from, to)) {
    if (METADATA.has(type)) continue;
    hashing.mark(type);
    if (CONTAINERS.has(type)) {
      hashTables(hashing, bytes, [at, end], media, depth + 1);
      hashing.mark('end');
    } else if (CLOCKS.has(type)) hashing.bytes(withoutTimes(bytes.subarray(at, end)));
    else if (type === 'stco' || type === 'co64') hashChunks(hashing, bytes.subarray(at, end), type === 'co64', media);
    else {
      hashing.mark('bytes', end - at);
      hashing.bytes(bytes.subarray(at, end));
    }
  }
}

/** Times of making and of changing, in 4 bytes each or 8, follow version and flags. */
function withoutTimes(body: Buffer): Buffer {
  const copy = Buffer.from(body);
  copy.fill(0, 4, copy[0] === 1 ? 20 : 12);
  return copy;
}

/** Where chunks lie within their `mdat`: wherever in the file that lies. */
function hashChunks(hashing: Hashing, body: Buffer, isLong: boolean, media: readonly Box[]): void {
  const count = body.readUInt32BE(4);
  const width = isLong ? 8 : 4;
  must(count * width <= body.length - 8, 'chunks cut');
  const places = Buffer.alloc(count * 12);
  let current = 0;
  for (let k = 0; k < count; k++) {
    const at = 8 + k * width;
    const offset = isLong ? Number(body.readBigUInt64BE(at)) : body.readUInt32BE(at);
    const isWithin = ({ at: from, end }: Box): boolean => offset >= from && offset <= end;
    const box = media[current];
    if (box == null || !isWithin(box)) current = media.findIndex(isWithin);
    must(current >= 0, 'chunk outside of the data');
    places.writeUInt32BE(current, k * 12);
    places.writeBigUInt64BE(BigInt(offset - (media[current]?.at ?? 0)), k * 12 + 4);
  }
  hashing.mark('chunks', count);
  hashing.bytes(places);
}
