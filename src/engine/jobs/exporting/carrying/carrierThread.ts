/** A thread of {@link import('./carrier.ts').Carrier}. */
import { Buffer } from 'node:buffer';
import { parentPort } from 'node:worker_threads';
import { NodeFileSystem } from '../../../plan/nodeFileSystem.ts';
import { Refused } from '../../../plan/refused.ts';
import { SourceDamaged } from '../../../sources/damaged.ts';
import { carryOver, look } from './handle.ts';
import type { Load, Outcome } from './load.ts';

const fs = new NodeFileSystem();

async function outcomeOf(load: Load): Promise<Outcome> {
  try {
    if (load.do === 'look') return await look(load.packed, load.name);
    const { to } = load.cargo;
    // Bytes come into a thread as an array of another kind.
    const cargo = typeof to === 'string' ? load.cargo : { ...load.cargo, to: Buffer.from(to) };
    return { carried: await carryOver(fs, load.from, cargo) };
  } catch (error) {
    const { code = '', message, path } = error as NodeJS.ErrnoException;
    const why = error instanceof Refused ? 'refused' : error instanceof SourceDamaged ? 'source' : 'system';
    return { failed: { why, code, message, path } };
  }
}

parentPort?.on('message', ({ id, load }: { readonly id: number; readonly load: Load }) => {
  void outcomeOf(load).then(outcome => parentPort?.postMessage({ id, outcome }));
});
parentPort?.postMessage({ id: 0 });
