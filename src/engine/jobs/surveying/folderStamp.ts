/** By what a folder as the source is known to be unchanged: all names, sizes and times in it. */
import { createHash } from 'node:crypto';
import { lookInto, type WalkedDir, walk } from '../../backup/walk.ts';
import { LookAhead } from './lookAhead.ts';
import { folderSignature } from './signature.ts';

/**
 * @param folder absolute path
 * @param ahead a walk over it that was begun; it is ended here
 * @returns changes when anything in it may have changed
 */
export async function folderStamp(folder: string, ahead = new LookAhead(folder, 1)): Promise<string> {
  let lines: string[] = [];
  try {
    for (let dirs = await ahead.next(); dirs != null; dirs = await ahead.next())
      for (const { dir, signature } of dirs)
        lines.push(signature == null ? troubled(lookInto(folder, dir).walked) : lineOf(dir.text, signature));
  } catch {
    // No threads here: it is walked without them.
    lines = [...walk(folder)].map(walked =>
      walked.listed && walked.troubles.length === 0
        ? lineOf(walked.dir.text, folderSignature(walked.files))
        : troubled(walked),
    );
  } finally {
    ahead.end();
  }
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

const lineOf = (dir: string, signature: string): string => JSON.stringify([dir, signature]);

function troubled({ dir, files, troubles, listed }: WalkedDir): string {
  return JSON.stringify([
    dir.text,
    folderSignature(files),
    listed,
    troubles.map(({ code, path }) => [code, path.text]),
  ]);
}
