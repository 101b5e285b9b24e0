/** An unchanged Photos library, beside the real osxphotos. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { keepsake, once, PLACE } from './keepsake.ts';
import { largeLibrary } from './largeLibrary.ts';
import type { Line } from './line.ts';
import { peerOnPath } from './peers.ts';

const PHOTOS = Number(process.env.BENCH_LIBRARY_PHOTOS ?? 5000);

export const LIBRARY_LINES: readonly Line[] = [
  {
    id: 'library',
    what: `an unchanged Photos library of ${PHOTOS.toLocaleString('en')} photos`,
    asked: { timesAsQuick: 300 },
    async make() {
      const osxphotos = peerOnPath('osxphotos');
      if (osxphotos == null) return 'osxphotos is not installed (.ci/run does it)';
      const library = largeLibrary(PHOTOS);
      if (library == null) return 'no Photos library to make a large one of; name one in BENCH_LIBRARY';
      const [backup, exported] = [`library-${PHOTOS}-backup`, `library-${PHOTOS}-exported`].map(name =>
        path.join(PLACE, name),
      ) as [string, string];
      const update: [string, ...string[]] = [osxphotos, 'export', exported, '--library', library];
      update.push('--update', '--export-by-date');
      if (!fs.existsSync(`${exported}.made`)) {
        fs.mkdirSync(exported, { recursive: true });
        const [program, ...args] = update;
        const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 30 });
        if (status !== 0) throw new Error(`osxphotos failed (${status}): ${stderr.slice(-500)}`);
        fs.writeFileSync(`${exported}.made`, '');
      }
      once('export', library, '--to', backup);
      return {
        ours: keepsake('keepsake export', ['export', library, '--to', backup]),
        // It takes minutes.
        peer: { name: 'osxphotos export --update', run: update, times: 1 },
      };
    },
  },
];
