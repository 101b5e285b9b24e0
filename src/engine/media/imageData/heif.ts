import type { Buffer } from 'node:buffer';
import { type Box, boxesIn, isXmp, topBoxes } from './boxes.ts';
import { type Hashing, must, noImageData } from './hashing.ts';
import { type HeifItem, readItems } from './heifItems.ts';
import { hashMoov } from './movie.ts';

/** `mdat` counts by the items that lie in it. */
const PASSED: ReadonlySet<string> = new Set(['ftyp', 'free', 'skip', 'wide', 'meta', 'moov']);
/** What items are and where they lie is looked at by itself. */
const OF_ITEMS: ReadonlySet<string> = new Set(['iinf', 'iloc', 'idat', 'iref', 'hdlr', 'dinf', 'free', 'skip']);

/** @throws NoImageData */
export async function hashHeif(hashing: Hashing): Promise<void> {
  const top = topBoxes(hashing);
  const [meta, ...more] = top.filter(({ type }) => type === 'meta');
  must(meta != null && more.length === 0, 'no meta, or several');
  await hashItems(hashing, meta);
  const isSequence = top.some(({ type }) => type === 'moov');
  if (isSequence) await hashMoov(hashing, top);
  for (const box of top) {
    if (PASSED.has(box.type) || (box.type === 'mdat' && !isSequence)) continue;
    if (box.type === 'uuid' && isXmp(hashing, box)) continue;
    hashing.mark(box.type, box.end - box.at);
    await hashing.range(box.at, box.end - box.at);
  }
}

async function hashItems(hashing: Hashing, { at, end }: Box): Promise<void> {
  const bytes = hashing.read(at, end - at);
  const boxes = boxesIn(bytes, 4, bytes.length);
  const idat = boxes.find(({ type }) => type === 'idat');
  for (const box of boxes) {
    if (OF_ITEMS.has(box.type)) continue;
    hashing.mark(box.type, box.end - box.at);
    hashing.bytes(bytes.subarray(box.at, box.end));
  }
  hashReferences(hashing, bytes, boxes);
  const items = readItems(bytes, boxes);
  must(items.length > 0, 'no items');
  for (const item of items) {
    hashing.mark(`item ${item.type}`, item.id, item.extents.length);
    for (const { offset, length } of item.extents)
      await hashing.range(offset + startOf(item, idat == null ? undefined : at + idat.at), length);
  }
}

function startOf({ method }: HeifItem, idat: number | undefined): number {
  if (method === 0) return 0;
  return method === 1 && idat != null ? idat : noImageData('item made of others in a way of its own');
}

/** All but those from what describes. */
function hashReferences(hashing: Hashing, bytes: Buffer, boxes: readonly Box[]): void {
  for (const iref of boxes.filter(({ type }) => type === 'iref')) {
    for (const { type, at, end } of boxesIn(bytes, iref.at + 4, iref.end)) {
      if (type === 'cdsc') continue;
      hashing.mark(`reference ${type}`, end - at);
      hashing.bytes(bytes.subarray(at, end));
    }
  }
}
