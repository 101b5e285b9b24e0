/** By what a folder as the source is known to be unchanged: all names, sizes and times in it. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { lookInto, type WalkedDir, walk } from '../../backup/walk.ts';
import type { LookAhead } from './lookAhead.ts';
import { folderSignature } from './signature.ts';

/** Others are let in so often. */
const TURN_MS = 20;

/**
 * @param folder absolute path
 * @param ahead a walk over it that was begun; it is ended here
 * @returns changes when anything in it may have changed
 */
export async function folderStamp(folder: string, ahead?: LookAhead): Promise<string> {
  const lines = (ahead == null ? undefined : await heard(folder, ahead)) ?? (await walked(folder));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** @returns undefined where the threads broke */
async function heard(folder: string, ahead: LookAhead): Promise<string[] | undefined> {
  const lines: string[] = [];
  try {
    for (;;) {
      const dirs = await ahead.next().catch(() => 'broken' as const);
      if (dirs === 'broken') return undefined;
      if (dirs == null) return lines;
      for (const { dir, signature } of dirs)
        lines.push(signature == null ? lineOf(lookInto(folder, dir).walked) : JSON.stringify([dir.text, signature]));
    }
  } finally {
    ahead.end();
  }
}

async function walked(folder: string): Promise<string[]> {
  const lines: string[] = [];
  let turn = performance.now();
  for (const dir of walk(folder)) {
    lines.push(lineOf(dir));
    if (performance.now() - turn < TURN_MS) continue;
    await nextTurn();
    turn = performance.now();
  }
  return lines;
}

/** Of a folder that was looked into here: with its troubles, of which a thread tells only that there are any. */
function lineOf({ dir, files, troubles, listed }: WalkedDir): string {
  const told = [dir.text, folderSignature(files)];
  if (listed && troubles.length === 0) return JSON.stringify(told);
  return JSON.stringify([...told, listed, troubles.map(({ code, path }) => [code, path.text])]);
}
