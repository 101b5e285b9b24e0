/** Writes the plan of an edit: photo by photo, what their files are to say. */
import type { AssetView } from '../../catalog/assetView.ts';
import { type Finding, SEVERITY_OF } from '../../catalog/findings.ts';
import { toLedgerName } from '../../ledger/record.ts';
import type { Action, PlanHeader } from '../../plan/form.ts';
import { PlanWriter } from '../../plan/write.ts';
import { AssetReading, type ReadingPorts } from './assetReading.ts';
import { type EditChange, wordsOf } from './editChange.ts';
import type { EditedAsset } from './editedAsset.ts';
import { type EditAction, type EditRules, type PlannedEdit, planEdit } from './editPlanner.ts';

export interface EditPlanning {
  readonly actions: number;
  /** Photos that something of is written. */
  readonly assets: number;
  /** Photos that are so already. */
  readonly unchanged: number;
  /** Photos that are left alone, each of which a finding tells of. */
  readonly skipped: number;
  /** Of the files that are written anew. */
  readonly bytes: number;
}

/** Photos whose files are read at once. */
const AT_ONCE = 8;

/**
 * @param file absolute path of the plan @param views photos; undefined where one was passed over
 * @param check now and then @throws to stop; no plan is there then
 */
export async function writeEditPlan(
  file: string,
  header: PlanHeader,
  views: Iterable<AssetView | undefined>,
  change: EditChange,
  rules: EditRules,
  ports: ReadingPorts & { report(finding: Finding): void; onAsset(done: number): void },
): Promise<EditPlanning> {
  const writer = new PlanWriter(file, header);
  const reading = new AssetReading(ports);
  const why = wordsOf(change).slice(0, 2000);
  const tally = { actions: 0, assets: 0, unchanged: 0, skipped: 0, bytes: 0 };
  const put = (asset: EditedAsset, { actions, notes, isRefused }: PlannedEdit): void => {
    for (const note of notes) ports.report({ ...note, severity: SEVERITY_OF[note.code] });
    if (isRefused) tally.skipped++;
    else if (actions.length === 0) tally.unchanged++;
    else tally.assets++;
    // A rating that was given in Keepsake counts before the file's, and goes when the file says it.
    const rated = asset.isMarked && change.rating !== undefined ? { keepsake: { rated: asset.uid } } : {};
    for (const [i, action] of actions.entries()) {
      const id = ++tally.actions;
      writer.write({
        type: 'action',
        id,
        asset: tally.assets,
        ...written(action),
        why,
        ...(i === 0 && rated),
      } as Action);
      if (action.action === 'metadata') tally.bytes += action.size;
    }
  };
  try {
    let done = 0;
    for await (const found of inOrder(views, view => reading.read(view), AT_ONCE)) {
      await ports.pause();
      if ('code' in found) {
        tally.skipped++;
        ports.report({ ...found, severity: SEVERITY_OF[found.code] });
      } else put(found, planEdit(found, change, rules));
      ports.onAsset(++done);
    }
    const { actions, assets, unchanged, skipped, bytes } = tally;
    writer.finish({
      ...header,
      title: `Edited ${assets === 1 ? '1 photo' : `${assets.toLocaleString('en')} photos`}: ${why}`.slice(0, 500),
      summary: { actions, assets, unchanged, skipped, bytes },
    });
    return tally;
  } catch (error) {
    writer.discard();
    throw error;
  }
}

function written(action: EditAction): object {
  if (action.action === 'metadata') {
    const { path, sha256, size, tags, before } = action;
    return { action: 'metadata', path: toLedgerName(path), sha256, size, tags, before };
  }
  const { to, text, metadata } = action;
  return { action: 'copy', text, to: toLedgerName(to), mtime: null, ...(metadata != null && { metadata }) };
}

/** Some at a time, and in their order. */
async function* inOrder<T, R>(
  items: Iterable<T | undefined>,
  work: (item: T) => Promise<R>,
  atOnce: number,
): AsyncGenerator<R> {
  const waiting: Promise<R>[] = [];
  try {
    for (const item of items) {
      if (item === undefined) continue;
      const found = work(item);
      // Who waits for it hears of it.
      found.catch(() => undefined);
      waiting.push(found);
      if (waiting.length >= atOnce) yield await (waiting.shift() as Promise<R>);
    }
    while (waiting.length > 0) yield await (waiting.shift() as Promise<R>);
  } finally {
    await Promise.allSettled(waiting);
  }
}
