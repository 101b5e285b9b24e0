/** Exports out of zips beside what others do with the unpacked tree; and exports that find nothing new. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { keepsake, once, PLACE } from './keepsake.ts';
import type { Line } from './line.ts';
import type { Command } from './pair.ts';
import { googlePhotosMigrate } from './peers.ts';
import type { Metadata } from './photos.ts';
import { benchTakeout, type TakeoutShape } from './takeoutTree.ts';
import { DATED, makeTree } from './tree.ts';

const OUT = path.join(PLACE, 'out');

/** Everybody begins with nothing there, and with a disk that has nothing left to write. */
function fresh(...folders: string[]): void {
  for (const folder of folders) {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
  }
  spawnSync('sync');
}

/** Into a new backup each time. */
function exported(zips: string, ...more: string[]): Command {
  const [backup, cache] = [path.join(OUT, 'backup'), path.join(OUT, 'cache')];
  return keepsake('keepsake export', ['export', zips, '--to', backup, ...more], {
    cache,
    before: () => fresh(backup, cache),
  });
}

function migrated(tree: string, program: string): Command {
  const [to, failed] = [path.join(OUT, 'migrated'), path.join(OUT, 'failed')];
  return {
    name: 'google-photos-migrate',
    run: [process.execPath, program, 'full', path.join(tree, 'Takeout'), to, failed],
    before: () => fresh(to, failed),
    // It takes half a minute.
    times: 2,
  };
}

function againstMigrate(id: string, what: string, asked: number, shape: TakeoutShape, ...more: string[]): Line {
  return {
    id,
    what: `${what}, ${shape.photos} photos from zips; the peer has them unpacked`,
    asked: { timesAsQuick: asked },
    async make() {
      const program = googlePhotosMigrate();
      if (program == null) return 'google-photos-migrate can’t be installed here';
      const { zips, tree } = await benchTakeout(shape);
      return { ours: exported(zips, ...more), peer: migrated(tree, program) };
    },
  };
}

/** Of 36 KB, as messengers and the web leave them: what is done for each file counts, and little else. */
const some = (metadata: Metadata): TakeoutShape => ({ metadata, photos: 1000, width: 300 });
/** Of 300 KB: to unpack and hash them takes its share, which a peer doesn't have that finds them unpacked. */
const LARGER: TakeoutShape = { metadata: 'dated', photos: 300, width: 900 };
const MANY: TakeoutShape = { ...LARGER, photos: 3000 };

function againstUnzip(id: string, what: string, end: string, asked?: Line['asked']): Line {
  return {
    id,
    what,
    ...(asked != null && { asked }),
    async make() {
      const { zips } = await benchTakeout(MANY);
      const [unpacked, to] = [path.join(OUT, 'unpacked'), path.join(OUT, 'copied')];
      return {
        ours: exported(zips, '--metadata', 'none'),
        peer: {
          name: `unzip + cp${end === '' ? '' : ' + sync'}`,
          run: [
            'sh',
            '-c',
            `for zip in '${zips}'/*.zip; do unzip -qq -o "$zip" -d '${unpacked}'; done && cp -r '${unpacked}' '${to}'${end}`,
          ],
          before: () => fresh(unpacked, to),
        },
      };
    },
  };
}

export const EXPORT_LINES: readonly Line[] = [
  againstMigrate('export-embed', 'exiftool has to write into every file', 2, some('followed')),
  againstMigrate('export-clockless', 'EXIF of every file has neither time nor place', 2, some('clockless')),
  againstMigrate('export-bare', 'no metadata segment in any file', 10, some('bare')),
  againstMigrate('export-xmp', 'XMP sidecars', 10, some('clockless'), '--metadata', 'sidecar'),
  againstMigrate('export-dated', 'the files have their EXIF', 10, some('dated')),
  againstMigrate('export-larger', 'the files have their EXIF and are of 300 KB', 10, LARGER),
  againstUnzip('export-copy', 'nothing is written into 3,000 photos of 900 MB', '', { atMost: 1.5 }),
  againstUnzip('export-copy-sync', 'the same, all of it on the disk on both sides', ` && sync -f '${OUT}'`),
  {
    id: 'export-again',
    what: 'second run over 30,000 unchanged photos in a folder',
    asked: { atMost: 1.5 },
    async make() {
      const tree = await makeTree(DATED);
      const backup = path.join(PLACE, 'exported');
      const copy = path.join(PLACE, 'copied');
      once('export', tree, '--to', backup);
      spawnSync('rsync', ['-a', `${tree}/`, `${copy}/`]);
      return {
        ours: keepsake('keepsake export', ['export', tree, '--to', backup]),
        peer: { name: 'rsync -a', run: ['rsync', '-a', `${tree}/`, `${copy}/`] },
      };
    },
  },
];
