/** A driven program that outlived its job: whatever job comes next ends it before it writes anything itself. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endOrphan } from '../../programs/orphan.ts';

/** What working folders are for. */
export const WORK = 'drive';
/** How their names begin: it stands among the arguments of what is started in one. */
export const MARK = `keepsake-${WORK}-`;
const ENDING = '.running';

/** @param catalog absolute path of the backup's catalog on this machine. @returns where the number of the process stands */
export const runningFile = (catalog: string, kind: string): string => path.join(path.dirname(catalog), kind + ENDING);

/** @returns the programs that were ended */
export async function endLeftAtWork(catalog: string): Promise<readonly string[]> {
  const folder = path.dirname(catalog);
  const ended: string[] = [];
  for (const name of fs.readdirSync(folder))
    if (name.endsWith(ENDING) && (await endOrphan(path.join(folder, name), MARK, os.tmpdir())))
      ended.push(name.slice(0, -ENDING.length));
  return ended;
}
