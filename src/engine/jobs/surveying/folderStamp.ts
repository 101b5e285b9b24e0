/** By what a folder as the source is known to be unchanged: all names, sizes and times in it. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { lookInto, type WalkedDir, walk } from '../../backup/walk.ts';
import { FolderSum } from './folderSum.ts';
import type { LookAhead } from './lookAhead.ts';
import { folderSignature } from './signature.ts';

/** Others are let in so often. */
const TURN_MS = 20;

/**
 * @param folder absolute path
 * @param ahead a walk over it that was begun, with its folders summed up; it is ended here
 * @returns changes when anything in it may have changed
 */
export async function folderStamp(folder: string, ahead?: LookAhead): Promise<string> {
  const sum = (ahead == null ? undefined : await heard(folder, ahead)) ?? (await walked(folder));
  return sum.text;
}

/** @returns undefined where the threads broke */
async function heard(folder: string, ahead: LookAhead): Promise<FolderSum | undefined> {
  const { sum } = ahead;
  try {
    for (;;) {
      const dirs = await ahead.next().catch(() => 'broken' as const);
      if (dirs === 'broken') return undefined;
      if (dirs == null) return sum;
      for (const { dir, signature } of dirs)
        if (signature == null) add(sum, lookInto(folder, dir).walked);
        else sum.add(dir.text, signature);
    }
  } finally {
    ahead.end();
  }
}

async function walked(folder: string): Promise<FolderSum> {
  const sum = new FolderSum();
  let turn = performance.now();
  for (const dir of walk(folder)) {
    add(sum, dir);
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
  return sum;
}

/** Of a folder that was looked into here: with its troubles, of which a thread tells only that there are any. */
function add(sum: FolderSum, { dir, files, troubles, listed }: WalkedDir): void {
  const signature = folderSignature(files);
  if (listed && troubles.length === 0) sum.add(dir.text, signature);
  else sum.add(dir.text, JSON.stringify([signature, listed, troubles.map(({ code, path }) => [code, path.text])]));
}
