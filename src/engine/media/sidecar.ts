import { open } from 'node:fs/promises';
import type { ExifTool } from '../programs/exiftool.ts';
import { aaeFacts } from './aaeSidecar.ts';
import { exiftoolJsonFacts } from './exiftoolSidecar.ts';
import { FACTS_VERSION } from './factsVersion.ts';
import { splitName } from './kinds.ts';
import type { FileFacts } from './model.ts';
import { takeoutFacts } from './takeoutSidecar.ts';
import { plainXmp, readXmp } from './xmpSidecar.ts';

/** Bytes of the largest sidecar that is read; real ones are a few kilobytes, with edits some hundreds. */
export const SIDECAR_LIMIT = 16 * 1024 * 1024;

/**
 * What a sidecar (`.xmp`, `.aae`, `.json`) claims of its photo. `sidecarOf` tells the form; it is absent where the
 * file is no sidecar after all, as most JSON isn't. A file that can't be read gives `trouble`, not an error.
 * @throws ExifToolMissing, and nothing else
 */
export async function readSidecar(exiftool: ExifTool, file: string | Buffer, name: string): Promise<FileFacts> {
  let bytes: Buffer;
  try {
    bytes = await readUpTo(file, SIDECAR_LIMIT);
  } catch (error) {
    return trouble(error instanceof Error ? error.message : String(error));
  }
  return plainSidecar(bytes, name) ?? readXmp(exiftool, file, name);
}

/** What the bytes of a sidecar claim; undefined where it is XMP of a kind that exiftool is to be asked about. */
export function plainSidecar(bytes: Buffer, name: string): FileFacts | undefined {
  if (bytes.length > SIDECAR_LIMIT) return trouble('too large for a sidecar: left unread');
  if (bytes.length === 0) return trouble('the file is empty');
  const { extension } = splitName(name);
  if (extension === 'xmp') return plainXmp(bytes, name);
  if (extension === 'aae') return aaeFacts(bytes);
  return jsonFacts(bytes);
}

function jsonFacts(bytes: Buffer): FileFacts {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, ''));
  } catch {
    return trouble('not valid JSON');
  }
  return takeoutFacts(json) ?? exiftoolJsonFacts(json) ?? { v: FACTS_VERSION };
}

function trouble(what: string): FileFacts {
  return { v: FACTS_VERSION, trouble: what };
}

/** All bytes, or one more than the limit where there are more: a file may grow or be no regular file at all. */
async function readUpTo(file: string | Buffer, limit: number): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(size, limit) + 1);
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, null);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}
