import fs from 'node:fs';
import type { Command } from 'commander';
import { recentJobs } from '../../engine/catalog/jobRow.ts';
import { overviewOf } from '../../engine/catalog/overview.ts';
import { problemCodes } from '../../engine/catalog/problems.ts';
import { Store } from '../../engine/catalog/store.ts';
import { type CommonOptions, resolvePath, withCommonOptions } from '../context.ts';
import { formatBytes, formatCount, formatNumberOf } from '../format.ts';
import { tellOfRecord, tellUnread } from '../heard.ts';

const iso = (at: number | null): string | null => (at == null ? null : new Date(at).toISOString());

export function addInfo(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('info <backup>'))
    .description('counts, sizes, last runs, free space')
    .action((backup: string, options: CommonOptions) => {
      const began = performance.now();
      const root = resolvePath(backup);
      const store = Store.open(root, { create: false, catalog: options.catalog });
      try {
        tellOfRecord(store, options.json === true);
        const unread = tellUnread(store);
        const overview = overviewOf(store.db);
        const problems = problemCodes(store.db);
        const disk = fs.statfsSync(root);
        const free = disk.bavail * disk.bsize;
        const runs = recentJobs(store.db, 10).map(({ id: _id, started, ended, ...run }) => ({
          ...run,
          started: iso(started),
          ended: iso(ended),
        }));
        if (options.json === true) {
          const seconds = Math.round(performance.now() - began) / 1000;
          const info = {
            backup: store.identity?.id ?? null,
            root,
            readOnly: store.readOnly,
            ...overview,
            oldestProof: iso(overview.oldestProof),
            free,
            catalog: store.file,
            problems,
            runs,
          };
          process.stdout.write(
            `${JSON.stringify({ type: 'info', ...info })}\n${JSON.stringify({ type: 'summary', job: 'info', seconds, assets: overview.assets, files: overview.files, bytes: overview.bytes, ...unread })}\n`,
          );
        } else {
          const verified = overview.files === 0 ? 0 : Math.floor((overview.proved / overview.files) * 100);
          const lines = [
            `${root}${store.readOnly ? ' (can only be read)' : ''}`,
            `${formatNumberOf(overview.photos, 'photo')}, ${formatNumberOf(overview.videos, 'video')} in ${formatNumberOf(overview.files, 'file')}, ${formatBytes(overview.bytes)}; ${formatCount(overview.undated)} without a date`,
            `${formatNumberOf(overview.recorded, 'checksum')} recorded; ${verified} % of the files verified${overview.oldestProof == null ? '' : `, the oldest proof from ${iso(overview.oldestProof)?.slice(0, 10)}`}`,
            ...problems.map(({ code, severity, count }) => `${severity}: ${formatCount(count)} ${code}`),
            `${formatBytes(free)} free on the disk`,
            ...runs.map(run => `${run.started}  ${run.job}  ${run.state}`),
          ];
          process.stdout.write(`${lines.join('\n')}\n`);
        }
        exit(0);
      } finally {
        store.close();
      }
    });
}
