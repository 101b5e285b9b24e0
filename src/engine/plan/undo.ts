/** Takes back what a plan did: the last first, by steps of the same kinds, so that an undo can be undone as well. */
import { uuidv7 } from 'uuidv7';
import type { LedgerRecord } from '../ledger/record.ts';
import type { ApplyRun, Hands } from './act.ts';
import type { Applied } from './apply.ts';
import { brokenOff } from './broken.ts';
import { Executor } from './executor.ts';
import type { MetadataAction } from './form.ts';
import { type Entry, Journal } from './journal.ts';
import { isOurs, quarantined } from './places.ts';
import { type Step, stepOf } from './step.ts';

/**
 * What can't be taken back, for another act stands on it, is told and stays; it can be tried again later.
 * @param change id, and its title
 * @param instead what is written where old bytes can't be put back, by the id of the action
 * @throws {BrokenOff} where the disk fails; what the run throws when it is stopped. Undone again, it goes on.
 */
export async function undoPlan(
  run: ApplyRun,
  { uid, title }: { readonly uid: string; readonly title: string },
  hands: Pick<Hands, 'fs' | 'metadata'>,
  instead: ReadonlyMap<number, MetadataAction> = new Map(),
): Promise<Applied> {
  const { store } = run;
  const journal = new Journal(store.db);
  const { standing } = journal.count(uid);
  const id = uuidv7();
  const act = { t: 'change', at: Date.now(), id, job: 'undo', title: `Undid: ${title}`, undoes: uid } as const;
  const bytesOf = (): never => {
    throw new TypeError('An undo copies nothing.');
  };
  const record: LedgerRecord = { ...act, partly: true };
  const explain = ({ path, from }: Step): string | undefined => {
    const newer = (from == null ? undefined : journal.newer(uid, from)) ?? journal.newer(uid, path);
    return newer == null
      ? undefined
      : `“${newer.title}” has changed it since. Undo that first ("keepsake undo --change ${newer.uid}").`;
  };
  const executor = new Executor(run, { ...hands, bytesOf, explain }, { id, record }, { actions: standing, bytes: 0 });
  const tell = (): Applied => {
    const { change, ...counts } = { ...executor.tally, actions: standing, change: executor.isBegun ? id : undefined };
    const { taken } = executor;
    run.count({
      ...counts,
      ...(change != null && { change }),
      setAside: taken.get('quarantine') ?? 0,
      movedBack: taken.get('move') ?? 0,
      rewritten: taken.get('metadata') ?? 0,
      unlinked: taken.get('unlink') ?? 0,
      linked: taken.get('link') ?? 0,
      undoes: uid,
      title,
    });
    return { ...counts, change };
  };
  tell();
  try {
    // What was tried and could not be is on record too: the next undo goes on with the change before.
    await executor.take(steps(journal, uid, instead), (refused, batch, isAnyTaken) =>
      refused.length === 0 || !isAnyTaken
        ? []
        : [{ t: 'abort', at: Date.now(), change: id, batch, actions: refused.map(({ id }) => id) }],
    );
    // Only now nothing of it stands.
    if (executor.isBegun && journal.count(uid).standing === 0) store.commit([act]);
    return tell();
  } catch (error) {
    throw brokenOff(error, tell().applied, standing, `run "keepsake undo --change ${uid}"`);
  }
}

function* steps(journal: Journal, change: string, instead: ReadonlyMap<number, MetadataAction>): Generator<Step> {
  for (const entry of journal.standing(change)) {
    const action = instead.get(entry.id);
    // Of the asset's other files some may have their bytes back: each is taken by itself.
    yield action == null ? stepBack(journal, entry) : { ...stepOf(action), asset: entry.asset };
  }
}

function stepBack(journal: Journal, entry: Entry): Step {
  const { id, asset, path, from, change } = entry;
  const step = { id, asset, action: undefined, bytes: 0, from: undefined };
  switch (entry.do) {
    case 'copy':
      return { ...step, do: 'quarantine', path, sha256: entry.new };
    case 'quarantine':
      return { ...step, do: 'move', path, from: quarantined(change, path), sha256: entry.old };
    case 'move':
      // What an undo had brought out of the quarantine goes there again.
      if (from == null || isOurs(from)) return { ...step, do: 'quarantine', path, sha256: entry.old };
      return { ...step, do: 'move', path: from, from: path, sha256: entry.old };
    case 'link':
      return { ...step, do: 'unlink', path, from, sha256: undefined };
    case 'unlink':
      return { ...step, do: 'link', path, from, sha256: undefined };
    case 'metadata': {
      const before = journal.before(change, path);
      const mtime = before?.sha256 === entry.old ? before?.mtime : undefined;
      const undo = { change, id, kind: entry.undo ?? 'whole', sha256: entry.old ?? '', mtime } as const;
      return { ...step, do: 'metadata', path, sha256: entry.new, undo };
    }
    default:
      entry.do satisfies never;
      throw new TypeError('An action of an unknown kind.');
  }
}
