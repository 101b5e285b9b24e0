/** Index and verify beside rsync and sha256sum. */
import fs from 'node:fs';
import path from 'node:path';
import { keepsake, once, PLACE } from './keepsake.ts';
import type { Line } from './line.ts';
import { LARGE, makeTree, SMALL, type TreeShape } from './tree.ts';

const sha256sum = (root: string): readonly [string, ...string[]] => [
  'sh',
  '-c',
  `cd '${root}' && find . -path ./.keepsake -prune -o -type f -print0 | xargs -0 -P2 -n 64 sha256sum > /dev/null`,
];

function verifyLine(id: string, label: string, shape: TreeShape): Line {
  return {
    id,
    what: `verify, ${label}`,
    async make() {
      const root = await makeTree(shape);
      once('verify', root);
      return {
        ours: keepsake('keepsake verify', ['verify', root]),
        peer: { name: 'xargs -P2 sha256sum', run: sha256sum(root) },
      };
    },
  };
}

export const INDEX_LINES: readonly Line[] = [
  {
    id: 'index',
    what: 'unchanged index, 30,000 files',
    async make() {
      const root = await makeTree(SMALL);
      const empty = path.join(PLACE, 'empty');
      fs.mkdirSync(empty, { recursive: true });
      once('index', root);
      return {
        ours: keepsake('keepsake index', ['index', root]),
        peer: { name: 'rsync -an', run: ['rsync', '-an', `${root}/`, `${empty}/`] },
      };
    },
  },
  verifyLine('verify-small', '30,000 files of 1 GB', SMALL),
  verifyLine('verify-large', '400 files of 3.2 GB', LARGE),
];
