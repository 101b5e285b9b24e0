/** Queries over a large catalog, beside holding every asset against them. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { makeLargeBackup } from '../fixtures/largeBackup.ts';
import { PLACE } from './keepsake.ts';
import type { Line } from './line.ts';

const ASSETS = Number(process.env.BENCH_ASSETS ?? 200_000);

export const QUERY_LINES: readonly Line[] = [
  {
    id: 'query',
    what: `a dozen queries over ${ASSETS.toLocaleString('en')} assets`,
    asked: { timesAsQuick: 5 },
    async make() {
      const place = path.join(PLACE, `query-${ASSETS}`);
      const [root, cache] = [path.join(place, 'backup'), path.join(place, 'cache')];
      if (!fs.existsSync(`${place}.made`)) {
        fs.rmSync(place, { recursive: true, force: true });
        fs.mkdirSync(place, { recursive: true });
        const originals = await Promise.all(
          Array.from({ length: 8 }, async (_, i) => {
            const file = path.join(place, `${i}.jpg`);
            const [width, height] = [120 + i, 80];
            await sharp({ create: { width, height, channels: 3, background: 'teal' } })
              .jpeg()
              .toFile(file);
            return { file, width, height };
          }),
        );
        makeLargeBackup({ root, cache, assets: ASSETS, originals, told: true });
        fs.writeFileSync(`${place}.made`, '');
      }
      const [catalog = ''] = fs.globSync('catalogs/*/catalog.db', { cwd: cache });
      const run = (way: string): [string, ...string[]] => [
        process.execPath,
        path.join(import.meta.dirname, 'queryRun.ts'),
        path.join(cache, catalog),
        way,
      ];
      const [node, ...each] = run('each');
      spawnSync(node, each, { stdio: ['ignore', 'inherit', 'inherit'] });
      return {
        ours: { name: 'by SQL and full text', run: run('sql') },
        // It takes half a minute, with all twelve in one pass.
        peer: { name: 'asset by asset', run: run('scan'), times: 1 },
      };
    },
  },
];
