/** A thread of {@link import('./carrier.ts').Carrier}. */
import { Buffer } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { HEAD } from '../../../media/quick/source.ts';
import { NodeFileSystem } from '../../../plan/nodeFileSystem.ts';
import { Refused } from '../../../plan/refused.ts';
import { SourceDamaged } from '../../../sources/damaged.ts';
import { Carrying, look } from './handle.ts';
import type { Goods, Load, Outcome } from './load.ts';
import { Waste } from './waste.ts';

const carrying = new Carrying(new NodeFileSystem());
const waste = new Waste();

async function outcomeOf(load: Exclude<Load, { readonly do: 'ready' }>): Promise<Outcome> {
  try {
    if (load.do === 'look') return await look(load.packed, load.name);
    const { goods, to } = load;
    // Bytes come into a thread as an array of another kind.
    return { carried: await carrying.carry(goods, typeof to === 'string' ? to : Buffer.from(to)) };
  } catch (error) {
    const { code = '', message, path } = error as NodeJS.ErrnoException;
    const why = error instanceof Refused ? 'refused' : error instanceof SourceDamaged ? 'source' : 'system';
    return { failed: { why, code, message, path } };
  }
}

const sizeOf = ({ from }: Goods): number => (typeof from === 'string' ? from.length : from.size + from.packed);

parentPort?.on('message', ({ id, load }: { readonly id: number; readonly load: Load }) => {
  if (load.do === 'ready') return carrying.ready(load.goods);
  void outcomeOf(load).then(outcome => {
    parentPort?.postMessage({ id, outcome });
    waste.made(load.do === 'look' ? Math.min(load.packed.size, HEAD) : sizeOf(load.goods));
  });
});
parentPort?.postMessage({ id: 0 });
