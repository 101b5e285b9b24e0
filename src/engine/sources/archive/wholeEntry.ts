import { buffer } from 'node:stream/consumers';
import type { Entry } from './entry.ts';

/** All of a small file. @throws as `Entry.open` */
export async function wholeEntry(entry: Entry): Promise<Buffer> {
  return entry.size <= 1 << 20 ? entry.head(entry.size) : buffer(await entry.open());
}
