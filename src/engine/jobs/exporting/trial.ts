/**
 * How long an export is going to take, by doing a little of it: some of the files that are to come are read, written
 * to the disk of the backup and synced, and what is to be written into them is written, as the export does it. Nothing
 * of it stays.
 */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { writeAll } from '../../backup/writeWhole.ts';
import { ExiftoolWriter } from '../../plan/exiftoolWriter.ts';
import { bytesOfAction, type CopyAction } from '../../plan/form.ts';
import { inParallel } from '../../plan/inParallel.ts';
import { PlanReader } from '../../plan/read.ts';
import { ExifTool } from '../../programs/exiftool.ts';
import { Stopped } from '../job.ts';
import type { SourceFiles } from './sourceBytes.ts';

export interface Trial {
  /** That the whole is going to take, going by what was tried. */
  readonly seconds: number;
  /** Files that were tried. */
  readonly files: number;
  /** Whether they were written to the disk of the backup; else to the temporary folder, where that disk can't be tried without leaving a trace. */
  readonly isOnDisk: boolean;
}

const FILES = 32;
const MS = 3000;
const AT_ONCE = 4;
const SMALL = 1 << 24;

const fsync = promisify(fs.fsync);

/**
 * @param plan absolute path @param files knows those that the plan copies
 * @param folder of the backup, or the nearest that there is
 * @param pause may throw to stop
 * @returns undefined where nothing is to come, or nothing could be tried
 */
export async function tryOut(
  plan: string,
  files: SourceFiles,
  folder: string,
  pause: () => Promise<void> | undefined,
): Promise<Trial | undefined> {
  const all = copiesOf(plan);
  if (all.count === 0) return undefined;
  const scratch = temporaryFolder('trial');
  const exiftool = new ExifTool({ processes: 1 });
  const writer = new ExiftoolWriter(exiftool, pause);
  const first = unnamed(folder);
  const isOnDisk = first != null;
  if (first != null) fs.closeSync(first);
  const tried = { files: 0, bytes: 0 };
  let until = Number.POSITIVE_INFINITY;
  const tryOne = async (action: CopyAction): Promise<void> => {
    if (performance.now() > until) return;
    await pause();
    try {
      const file = path.join(scratch, randomUUID());
      const fd = (isOnDisk && action.metadata == null ? unnamed(folder) : undefined) ?? fs.openSync(file, 'wx+');
      try {
        const bytes = action.text == null ? await files.bytesOf(action) : [Buffer.from(action.text)];
        for await (const chunk of bytes) {
          writeAll(fd, chunk as Uint8Array);
          tried.bytes += (chunk as Uint8Array).length;
          // A film of hours is not waited for.
          if (performance.now() > until) break;
        }
        await fsync(fd);
      } finally {
        fs.closeSync(fd);
      }
      if (action.metadata != null) await writer.write(file, `${file}.to`, action.metadata.tags, 'lacking');
      tried.files++;
    } catch (error) {
      if (error instanceof Stopped) throw error;
      // It is said of when it is copied.
    }
  };
  try {
    // exiftool is started once, however much there is to come.
    const written = all.some.find(({ metadata, from }) => metadata != null && (from?.size ?? 0) < SMALL);
    if (written != null) await tryOne(written);
    Object.assign(tried, { files: 0, bytes: 0 });
    const began = performance.now();
    until = began + MS;
    await inParallel(all.some, AT_ONCE, tryOne);
    const ms = performance.now() - began;
    if (tried.files === 0 || tried.bytes === 0) return undefined;
    // By their number where they are small, by their size where they are large.
    const share = Math.max(all.count / tried.files, all.bytes / tried.bytes);
    return { seconds: (ms / 1000) * share, files: tried.files, isOnDisk };
  } finally {
    await exiftool.end();
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

interface Copies {
  readonly count: number;
  readonly bytes: number;
  /** Spread over the plan. */
  readonly some: readonly CopyAction[];
}

function copiesOf(plan: string): Copies {
  const reader = new PlanReader(plan);
  let some: CopyAction[] = [];
  let [count, bytes, every] = [0, 0, 1];
  try {
    for (const { action } of reader.actions()) {
      // What is made only in place of another is seldom made.
      if (action.action !== 'copy' || action.instead != null) continue;
      bytes += bytesOfAction(action);
      if (count++ % every === 0) some.push(action);
      if (some.length < 2 * FILES) continue;
      some = some.filter((_, i) => i % 2 === 0);
      every *= 2;
    }
    return { count, bytes, some: some.filter((_, i) => some.length <= FILES || i % 2 === 0) };
  } finally {
    reader.close();
  }
}

/** Linux: `O_TMPFILE | O_DIRECTORY`, a file without a name, so that nobody sees it and nothing is left of it (open(2)). */
const O_TMPFILE = 0o20200000;

function unnamed(folder: string): number | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    return fs.openSync(folder, O_TMPFILE | fs.constants.O_RDWR, 0o600);
  } catch {
    return undefined;
  }
}
