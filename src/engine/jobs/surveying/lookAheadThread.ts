/** The thread of {@link import('./lookAhead.ts').LookAhead}: walks, and tells of each folder what it is known again by. */
import { parentPort, workerData } from 'node:worker_threads';
import { walk } from '../../backup/walk.ts';
import type { SignedDir } from './lookAhead.ts';
import { folderSignature } from './signature.ts';

const BATCH = 256;

function* signed(root: string): Generator<SignedDir> {
  for (const { dir, files, troubles, listed } of walk(root)) {
    const isClear = listed && troubles.length === 0;
    yield {
      dir,
      signature: isClear ? folderSignature(files) : null,
      files: files.length,
      bytes: files.reduce((sum, { size }) => sum + size, 0),
    };
  }
}

let batch: SignedDir[] = [];
for (const dir of signed(String(workerData))) {
  batch.push(dir);
  if (batch.length < BATCH) continue;
  parentPort?.postMessage(batch);
  batch = [];
}
if (batch.length > 0) parentPort?.postMessage(batch);
parentPort?.postMessage([]);
