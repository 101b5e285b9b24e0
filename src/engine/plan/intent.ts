/** The ledger's line of what happens next. */
import { type LedgerName, type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import type { Item } from './item.ts';
import { parted } from './step.ts';

type Intent = Extract<LedgerRecord, { t: 'intent' }>;
type IntentStep = Intent['dirs'][number][1][number];

export function intentOf(change: string, batch: string, items: readonly Item[]): Intent {
  const dirs = new Map<string, [LedgerName, IntentStep[]]>();
  for (const item of items) {
    const { dir } = parted(item.step.path);
    const entry = dirs.get(dir.text) ?? [toLedgerName(dir), []];
    dirs.set(dir.text, entry);
    entry[1].push(stepOf(item));
  }
  return { t: 'intent', at: Date.now(), change, batch, dirs: [...dirs.values()] };
}

function stepOf({ step, sha256, undo, of }: Item): IntentStep {
  const { id, asset, from, path } = step;
  if (step.do === 'keep') throw new TypeError('What is kept is no intent.');
  return {
    id,
    do: step.do,
    name: toLedgerName(parted(path).name),
    ...(from == null ? {} : { from: toLedgerName(from) }),
    ...(step.do === 'copy' || step.sha256 == null ? {} : { old: step.sha256 }),
    ...(sha256 == null ? {} : { new: sha256 }),
    ...(undo == null ? {} : { undo }),
    ...(of == null ? {} : { of: [of.size, of.sha256] }),
    ...(asset == null ? {} : { asset }),
  };
}
