import fs from 'node:fs';
import type { Command } from 'commander';
import { type JobStatus, recentJobs } from '../../engine/catalog/jobRow.ts';
import { overviewOf } from '../../engine/catalog/overview.ts';
import { problemCodes } from '../../engine/catalog/problems.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatBytes, formatCount, formatNumberOf } from '../format.ts';
import { printable } from '../printedPath.ts';
import { type Look, runLook } from '../runLook.ts';

const iso = (at: number | null): string | null => (at == null ? null : new Date(at).toISOString());

function runLine({ id: _id, started, ended, summary, ...run }: JobStatus): object {
  // A job that runs, or died, has said nothing yet.
  return { ...run, started: iso(started), ended: iso(ended), summary: summary === '' ? null : JSON.parse(summary) };
}

function tell(look: Look): undefined {
  const { store } = look;
  const { root } = store.layout;
  const overview = overviewOf(store.db);
  const problems = problemCodes(store.db);
  const disk = fs.statfsSync(root);
  const free = disk.bavail * disk.bsize;
  const runs = recentJobs(store.db, 10);
  const { assets, files, bytes } = overview;
  Object.assign(look.counts, { assets, files, bytes });
  if (look.json) {
    const info = {
      type: 'info',
      backup: store.identity?.id ?? null,
      root,
      readOnly: store.readOnly,
      ...overview,
      oldestProof: iso(overview.oldestProof),
      free,
      catalog: store.file,
      problems,
      runs: runs.map(runLine),
    };
    process.stdout.write(`${JSON.stringify(info)}\n`);
    return;
  }
  const verified = files === 0 ? 0 : Math.floor((overview.proved / files) * 100);
  const lines = [
    `${printable(root)}${store.readOnly ? ' (can only be read)' : ''}`,
    `${formatNumberOf(overview.photos, 'photo')}, ${formatNumberOf(overview.videos, 'video')} in ${formatNumberOf(files, 'file')}, ${formatBytes(bytes)}; ${formatCount(overview.undated)} without a date`,
    `${formatNumberOf(overview.recorded, 'checksum')} recorded; ${verified} % of the files verified${overview.oldestProof == null ? '' : `, the oldest proof from ${iso(overview.oldestProof)?.slice(0, 10)}`}`,
    ...problems.map(({ code, severity, count }) => `${severity}: ${formatCount(count)} ${code}`),
    `${formatBytes(free)} free on the disk`,
    ...runs.map(
      ({ started, job, state }) => `${iso(started)}  ${job}  ${state === 'died' ? 'was killed; run it again' : state}`,
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function addInfo(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('info <backup>'))
    .description('counts, sizes, last runs, free space')
    .addHelpText('after', MORE)
    .action(async (backup: string, options: CommonOptions) => {
      exit(await runLook('info', backup, options, tell));
    });
}

const MORE = `
With --json one object of type info, whose "runs" are the last ten jobs, the newest first, then the summary.

Examples:
  keepsake info /photos
  keepsake info /photos --json`;
