/** Whether what a plan copies is still in its sources, as it was when the plan was made. By what is listed: no bytes are read. */
import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import type { Finding } from '../../catalog/findings.ts';
import type { CheckedPlan } from '../../plan/check.ts';
import type { CopyAction, PlanHeader } from '../../plan/form.ts';
import { PlanReader } from '../../plan/read.ts';
import { faultOfPlace } from '../../plan/targetPath.ts';
import { SOURCES } from '../../sources/all.ts';
import { Given } from '../../sources/given.ts';
import type { Source, SourceFile } from '../../sources/source.ts';

type Wanted = NonNullable<CopyAction['from']>;
type Listed = Pick<SourceFile, 'size' | 'crc32' | 'mtimeMs'>;
type Find = (wanted: Wanted) => Listed | undefined;

const ExportSource = z.looseObject({ kind: z.string(), paths: z.array(z.string()) });

/**
 * @param check called now and then; may throw to stop
 * @throws the system's error where the disk of a source fails
 */
export async function* planSources(plan: CheckedPlan, check: () => void): AsyncGenerator<Finding> {
  const { header } = plan;
  const { success, data } = ExportSource.safeParse(header.sources?.[0]);
  const source = success ? SOURCES.find(({ kind }) => kind === data.kind) : undefined;
  if (header.job !== 'export' || !success || source == null)
    return yield* unlike(plan, wanted => inFolder(header, wanted));
  const absent = data.paths.filter(one => !fs.existsSync(one));
  for (const one of absent)
    yield gone(
      one,
      'It is what the plan copies from, and isn’t there. Check the path, or whether its drive is plugged in.',
    );
  const there = data.paths.filter(one => !absent.includes(one));
  if (there.length > 0) yield* unlike(plan, await inSource(source, there, check));
}

function* unlike({ file }: CheckedPlan, find: Find): Generator<Finding> {
  const reader = new PlanReader(file);
  try {
    for (const { action } of reader.actions()) {
      const from = action.action === 'copy' ? action.from : undefined;
      const finding = from == null ? undefined : differing(from, find(from));
      if (finding != null) yield finding;
    }
  } finally {
    reader.close();
  }
}

function differing(wanted: Wanted, listed: Listed | undefined): Finding | undefined {
  const { size, crc32, modified } = wanted;
  if (listed == null) return gone(wanted.path, 'It is not in the source any more, so it would not be copied.');
  if (listed.size !== size || (crc32 != null && listed.crc32 != null && listed.crc32 !== crc32))
    return {
      severity: 'error',
      code: 'conflict',
      path: { text: wanted.path },
      message: `The source has other bytes there than the plan was made for${listed.size === size ? '' : ` (${listed.size} of them, not ${size})`}, so it would not be copied. Make the plan anew.`,
    };
  if (typeof modified !== 'number' || listed.mtimeMs == null || Math.round(listed.mtimeMs) === modified)
    return undefined;
  return {
    severity: 'warning',
    code: 'modified',
    path: { text: wanted.path },
    message:
      'The source gives it another time than when the plan was made, so it may have been changed. Its bytes are compared where the plan has their checksum; to be sure, make the plan anew.',
  };
}

const gone = (text: string, message: string): Finding => ({
  severity: 'error',
  code: 'source-missing',
  path: { text },
  message,
});

async function inSource(source: Source, paths: readonly string[], check: () => void): Promise<Find> {
  const given = Given.of(paths);
  const all = new Map<string, Listed>();
  try {
    for await (const event of (await source.open(given)).events()) {
      check();
      if (event.type !== 'item') continue;
      for (const { path: where, size, crc32, mtimeMs } of [...event.item.files, ...event.item.sidecars])
        all.set(where, { size, crc32, mtimeMs });
    }
  } finally {
    await given.close();
  }
  return ({ path: where }) => all.get(where);
}

/** Of a plan that no export made: as `folderBytes` opens it. */
function inFolder({ sources }: PlanHeader, wanted: Wanted): Listed | undefined {
  const folder = sources?.[wanted.source]?.path;
  if (folder == null || !path.isAbsolute(folder) || faultOfPlace({ text: wanted.path }) != null) return undefined;
  const stat = fs.lstatSync(path.join(folder, wanted.path), { throwIfNoEntry: false });
  return stat?.isFile() ? { size: stat.size, crc32: undefined, mtimeMs: stat.mtimeMs } : undefined;
}
