/** Which osxphotos it is, and whether it keeps off other people's files. */
import fs from 'node:fs';
import { temporaryFolder } from '../backup/temporaryFolder.ts';
import { runLines } from './lines.ts';

/** One that is packed into a single file takes long to unpack itself. */
const PATIENCE_MS = 90_000;
const VERSION = /^osxphotos, version (\d+)\.(\d+)\.(\d+)/;

/**
 * From this one on a new photo gets a name whose stem nobody has. Before, only the name itself had to be free, and the
 * photo's live video and RAW were put in the place of whatever had theirs (`_get_dest_path` in its photoexporter.py:
 * 0.60.6 to 0.75.2 have the one, 0.75.3 to 0.77.2 the other).
 */
export const OLDEST_OSXPHOTOS = [0, 75, 3] as const;

/**
 * @param program absolute path
 * @returns undefined where it doesn't say
 * @throws Error with code ENOENT or EACCES where the program can't be started
 */
export async function osxphotosVersion(program: string): Promise<readonly number[] | undefined> {
  const cwd = temporaryFolder('drive');
  let version: readonly number[] | undefined;
  try {
    const onLine = (line: string): void => {
      version ??= VERSION.exec(line)?.slice(1).map(Number);
    };
    await runLines(program, ['--version'], { cwd, stdin: 'none', onLine, signal: AbortSignal.timeout(PATIENCE_MS) });
    return version;
  } finally {
    fs.rmSync(cwd, { recursive: true, force: true });
  }
}

export function isTooOld(version: readonly number[]): boolean {
  const at = OLDEST_OSXPHOTOS.findIndex((number, i) => number !== version[i]);
  return at >= 0 && (version[at] ?? 0) < (OLDEST_OSXPHOTOS[at] ?? 0);
}
