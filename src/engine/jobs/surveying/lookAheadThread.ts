/** A thread of {@link import('./lookAhead.ts').LookAhead}: tells of each folder what it is known again by. */
import { parentPort } from 'node:worker_threads';
import type { Name } from '../../backup/name.ts';
import { lookInto } from '../../backup/walk.ts';
import { FolderSum } from './folderSum.ts';
import type { SignedDir, ThreadSays, ThreadWork } from './lookAhead.ts';
import { SharedFolders } from './sharedFolders.ts';
import { folderSignature } from './signature.ts';

const BATCH = 256;
/** After so many folders it says for the first time how quick the disk is. */
const FIRST = 64;

parentPort?.once('message', walkAll);

function walkAll({ root, memory, summed }: ThreadWork): void {
  const shared = new SharedFolders(memory);
  const own: Name[] = [];
  let batch: SignedDir[] = [];
  let folders = 0;
  let sum = new FolderSum();
  let entries = 0;
  let began = performance.now();
  let size = FIRST;

  function say(): void {
    const says: ThreadSays = { dirs: batch, sum: sum.parts, entries, ms: performance.now() - began, over: false };
    parentPort?.postMessage(says);
    batch = [];
    folders = 0;
    sum = new FolderSum();
    entries = 0;
    size = BATCH;
  }

  for (;;) {
    if (own.length === 0) {
      // Nothing may come for a while: what is known is told first.
      if (folders > 0) say();
      const next = shared.take();
      if (next == null) break;
      own.push(next);
      began = performance.now();
    }
    const dir = own.pop() as Name;
    const { walked, folders: inner } = lookInto(root, dir);
    const { files, troubles, listed } = walked;
    const signature = listed && troubles.length === 0 ? folderSignature(files) : null;
    folders++;
    if (summed && signature != null) sum.add(dir.text, signature);
    else
      batch.push({ dir, signature, files: files.length, bytes: files.reduce((bytes, file) => bytes + file.size, 0) });
    entries += 1 + files.length;
    shared.found(inner.length);
    for (let i = inner.length - 1; i >= 0; i--) own.push(inner[i] as Name);
    shared.done();
    // The outermost ones hold most.
    while (own.length > 1 && shared.isWanted) if (!give(shared, own)) break;
    if (folders >= size) {
      say();
      began = performance.now();
    }
  }
  parentPort?.postMessage({ dirs: [], sum: sum.parts, entries: 0, ms: 0, over: true } satisfies ThreadSays);
}

function give(shared: SharedFolders, own: Name[]): boolean {
  const outermost = own.shift() as Name;
  if (shared.give(outermost)) return true;
  own.unshift(outermost);
  return false;
}
