/**
 * Folders in the system's temporary folder for what is needed while a process runs. Their names say whose they are, so
 * that what a killed one left, gigabytes of an unpacked archive perhaps, is taken away by the next job.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, processStart } from './process.ts';
import { thisMachine } from './thisMachine.ts';

const NAME = /^keepsake-[a-z]+-([0-9a-f]{8})-(\d{1,15})-(\d{1,20})-[A-Za-z0-9]{6}$/;
/** Of another container or an earlier start of this machine, where a number of a process says nothing. */
const WEEK_MS = 7 * 86_400_000;

/**
 * @param purpose in lower-case letters; for a person who looks into the temporary folder
 * @returns absolute path of a new folder that only this user may enter; to be removed by the caller
 */
export function temporaryFolder(purpose: string): string {
  const whose = `${machine()}-${process.pid}-${processStart(process.pid)}`;
  return fs.mkdtempSync(path.join(os.tmpdir(), `keepsake-${purpose}-${whose}-`));
}

/** Takes away those whose process is no more. What can't be removed stays: it is in nobody's way. */
export function sweepTemporaryFolders(): void {
  const outer = os.tmpdir();
  for (const name of namesIn(outer)) {
    const [, where, pid, started] = NAME.exec(name) ?? [];
    if (where == null) continue;
    const folder = path.join(outer, name);
    try {
      const stat = fs.lstatSync(folder);
      // Anybody may make something of that name here.
      if (!stat.isDirectory() || stat.uid !== (process.getuid?.() ?? stat.uid)) continue;
      const isLeft = where === machine() ? !isAlive(Number(pid), Number(started)) : Date.now() - stat.mtimeMs > WEEK_MS;
      if (isLeft) fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // another was quicker
    }
  }
}

/** @param file absolute path @returns whether it is in one of these, of whichever process */
export function isTemporary(file: string): boolean {
  const [first = ''] = path.relative(os.tmpdir(), file).split(path.sep);
  return NAME.test(first);
}

const machine = (): string => createHash('sha256').update(thisMachine()).digest('hex').slice(0, 8);

function namesIn(folder: string): readonly string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}
