import { open } from 'node:fs/promises';

/** Whether a file is a WebP of the length that it states (RIFF container). */
export async function thumbnailLooksWhole(file: string, size: number): Promise<boolean> {
  if (size < 20) return false;
  const handle = await open(file, 'r');
  try {
    const head = Buffer.alloc(12);
    await handle.read(head, 0, 12, 0);
    return (
      head.toString('latin1', 0, 4) === 'RIFF' &&
      head.toString('latin1', 8, 12) === 'WEBP' &&
      head.readUInt32LE(4) + 8 === size
    );
  } finally {
    await handle.close();
  }
}
