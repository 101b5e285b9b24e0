import { open } from 'node:fs/promises';
import path from 'node:path';
import { thumbKey } from '../thumbnail/key.ts';

/** Whether a preview is a JPEG from start to end, or a copy that still has the key it is named for. */
export async function previewLooksWhole(file: string, size: number): Promise<boolean> {
  if (size < 4) return false;
  const handle = await open(file, 'r');
  try {
    const edges = Buffer.alloc(4);
    await handle.read(edges, 0, 2, 0);
    await handle.read(edges, 2, 2, size - 2);
    if (edges.readUInt32BE(0) === 0xffd8ffd9) return true;
  } finally {
    await handle.close();
  }
  return thumbKey(file, size) === path.parse(file).name;
}
