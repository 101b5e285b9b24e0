import { createHash } from 'node:crypto';
import type { Entry } from './entry.ts';

/** Whether two files have equal bytes: by the checksums that are listed, else by reading both. */
export async function sameBytes(a: Entry, b: Entry): Promise<boolean> {
  if (a.size !== b.size) return false;
  if (a.crc32 != null && b.crc32 != null) return a.crc32 === b.crc32;
  try {
    return (await sha256(a)).equals(await sha256(b));
  } catch {
    // One can't be read: nothing is known of it, and whoever takes it will say why.
    return false;
  }
}

async function sha256(entry: Entry): Promise<Buffer> {
  const hash = createHash('sha256');
  for await (const chunk of await entry.open()) hash.update(chunk as Buffer);
  return hash.digest();
}
