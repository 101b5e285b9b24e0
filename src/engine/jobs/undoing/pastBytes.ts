/** The bytes that a file had before and after an edit that newer ones stand on: found again by what they keep. */

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { FilePath, FileSystem } from '../../plan/fileSystem.ts';
import type { Entry, Journal } from '../../plan/journal.ts';
import { Places } from '../../plan/places.ts';
import { undoneBytes } from '../../plan/undoData.ts';

export interface PastBytes {
  /** Absent where the edit made the file. */
  readonly before: string | undefined;
  readonly after: string;
}

/**
 * @param folder for what is built, and gone with it
 * @param at where the file lies
 * @returns undefined where something else than an edit of ours changed the file since
 */
export async function pastBytes(
  ports: { readonly fs: FileSystem; readonly journal: Journal; readonly root: FilePath; readonly folder: string },
  entry: Entry,
  now: { readonly at: FilePath; readonly sha256: string },
): Promise<PastBytes | undefined> {
  let [at, sha256] = [now.at, now.sha256];
  let made = 0;
  const back = async (one: Entry): Promise<void> => {
    const undo = {
      change: one.change,
      id: one.id,
      kind: one.undo ?? 'whole',
      sha256: one.old ?? '',
      mtime: undefined,
    } as const;
    const to = path.join(ports.folder, String(++made));
    sha256 = await keep(to, undoneBytes(ports.fs, new Places(ports.root, one.change), undo, at));
    at = to;
  };
  for (const one of ports.journal.rewritings(entry.path)) {
    if (sha256 === entry.new) break;
    if (one.new !== sha256) continue;
    await back(one);
    if (sha256 !== one.old) return undefined;
  }
  if (sha256 !== entry.new) return undefined;
  const after = await placed(ports, at, `${made + 1}-after`);
  if (entry.do === 'copy') return { before: undefined, after };
  await back(entry);
  return sha256 === entry.old ? { before: String(at), after } : undefined;
}

/** Under a name that can be told to any program. */
async function placed(
  ports: { readonly fs: FileSystem; readonly folder: string },
  at: FilePath,
  name: string,
): Promise<string> {
  if (typeof at === 'string' && at.startsWith(ports.folder)) return at;
  const to = path.join(ports.folder, name);
  await keep(to, ports.fs.read(at));
  return to;
}

/** @returns SHA-256 in hex */
async function keep(to: string, bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hashing = createHash('sha256');
  const fd = fs.openSync(to, 'w');
  try {
    for await (const chunk of bytes) {
      hashing.update(chunk);
      fs.writeSync(fd, chunk);
    }
  } finally {
    fs.closeSync(fd);
  }
  return hashing.digest('hex');
}
