/** Copies a file with some bytes put into it. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import { writeAll } from '../backup/writeWhole.ts';
import type { FilePath } from './fileSystem.ts';

const CHUNK = 1 << 18;

/**
 * Makes `to` out of `from`, with bytes before the one at `at`.
 * @param from only read @param to must not be there yet @param pause awaited between chunks
 * @throws the system's error; whatever `pause` throws
 */
export async function writeSpliced(
  from: FilePath,
  to: FilePath,
  { at, bytes }: { readonly at: number; readonly bytes: Buffer },
  pause: () => Promise<void> | undefined,
): Promise<void> {
  const source = fs.openSync(from, 'r');
  try {
    const target = fs.openSync(to, 'wx');
    try {
      const chunk = Buffer.allocUnsafe(CHUNK);
      for (let place = 0; ; ) {
        const read = fs.readSync(source, chunk, 0, place < at ? Math.min(at - place, CHUNK) : CHUNK, place);
        if (read === 0) return;
        writeAll(target, chunk.subarray(0, read));
        place += read;
        if (place === at) writeAll(target, bytes);
        const waiting = pause();
        if (waiting != null) await waiting;
      }
    } finally {
      fs.closeSync(target);
    }
  } finally {
    fs.closeSync(source);
  }
}
