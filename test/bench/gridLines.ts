/** The grid of very many photos beside that of few, in the real VS Code. */
import path from 'node:path';
import type { Line } from './line.ts';
import { resultOf } from './pair.ts';

const [MANY, FEW] = [100_000, 1000];

/** Of another project, whose code runs in pages too. */
interface Opening {
  openings(sizes: object, times: number, vsix: string): Promise<readonly (readonly [number, number])[] | undefined>;
}
interface Packing {
  isFresh(): boolean;
  pack(): void;
  vsixFile(): string;
}
const load = async <T>(file: string): Promise<T> =>
  (await import(path.join(import.meta.dirname, '..', '..', file))) as T;

const photos = (count: number): string => `${count.toLocaleString('en')} photos`;

export const GRID_LINES: readonly Line[] = [
  {
    id: 'grid-open',
    what: 'the first photo painted in a grid that opens, in the real VS Code',
    asked: { atMost: 1.5 },
    async make() {
      const { isFresh, pack, vsixFile } = await load<Packing>('scripts/package.mjs');
      if (!isFresh()) pack();
      return async times => {
        const { openings } = await load<Opening>('test/e2e/opening.ts');
        const pairs = await openings({ many: MANY, few: FEW }, times, vsixFile());
        if (pairs == null) throw new Error('the VS Code of the tests is not set up: "npm run test:e2e" does it');
        return resultOf([photos(MANY), photos(FEW)], pairs);
      };
    },
  },
];
