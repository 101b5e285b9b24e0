/**
 * Settles what a crash or a pulled drive left of a batch: each action is found to have happened, is done now, or is
 * taken back. By any writer, under the lock, before it writes anything else.
 */
import { joinName, type Name } from '../backup/name.ts';
import { isTemporaryName } from '../backup/temporaryName.ts';
import { BatchRecovery, type RecoverRun, type Recovery } from './batchRecovery.ts';
import type { FileSystem } from './fileSystem.ts';
import { Folders } from './folders.ts';
import { type Entry, Journal } from './journal.ts';
import { giveName } from './naming.ts';
import { Places, quarantined } from './places.ts';
import { Refused } from './refused.ts';
import { parted } from './step.ts';

/** @throws the system's error; whatever `pause` throws. It is then gone on with by the next writer. */
export async function recover(run: RecoverRun, fs: FileSystem): Promise<Recovery> {
  const { store } = run;
  const count = { done: 0, aborted: 0, conflicts: 0 };
  if (store.readOnly) return count;
  const journal = new Journal(store.db);
  const open = journal.open();
  for (let from = 0; from < open.length; ) {
    let to = from + 1;
    while (to < open.length && open[to]?.batch === open[from]?.batch) to++;
    const { done, aborted, conflicts } = await new BatchRecovery(run, fs, open.slice(from, to)).settle();
    count.done += done;
    count.aborted += aborted;
    count.conflicts += conflicts;
    from = to;
  }
  const unsettled = new Set(journal.open().map(({ batch }) => batch));
  for (const { batch, change, state, dirs } of journal.unclosed()) {
    const places = new Places(store.layout.root, change);
    const folders = new Folders(fs, path => places.at(path));
    if (state === 'held') {
      await dropHolds(run, fs, places, folders, journal.rewritten(batch));
      await folders.sync();
      journal.close(batch);
    } else if (!unsettled.has(batch)) {
      for (const dir of dirs) await dropStrays(run, fs, places, folders, { dir, batch });
      await folders.sync();
      store.commit([{ t: 'abort', at: Date.now(), change, batch, actions: [] }]);
    }
  }
  return count;
}

/** New bytes of a batch that never came to its intent. */
async function dropStrays(
  run: RecoverRun,
  fs: FileSystem,
  places: Places,
  folders: Folders,
  { dir, batch }: { readonly dir: Name; readonly batch: string },
): Promise<void> {
  try {
    if (!folders.check(dir)) return;
  } catch (error) {
    // A link lies there now: nothing behind it is ours.
    if (error instanceof Refused) return;
    throw error;
  }
  for (const name of fs.list(places.at(dir))) {
    if (!isTemporaryName(name.text) || !name.text.startsWith(`.keepsake-${batch}-`)) continue;
    const stray = joinName(dir, name);
    // Old bytes before any intent: the line that told of it must have been lost.
    if (name.text.endsWith('.hold')) await keepHold(run, fs, places, folders, { hold: stray, path: stray });
    else fs.unlink(places.at(stray));
    folders.touch(dir);
  }
}

/** Old bytes that are still held beside the new ones, which are on record. */
async function dropHolds(
  run: RecoverRun,
  fs: FileSystem,
  places: Places,
  folders: Folders,
  entries: readonly Entry[],
): Promise<void> {
  for (const entry of entries) {
    const hold = places.hold(entry.batch, entry);
    if (fs.lstat(places.at(hold)) == null) continue;
    folders.touch(parted(hold).dir);
    const now = fs.lstat(places.at(entry.path));
    const isNew =
      now?.kind === 'file' && (await fs.hash(places.at(entry.path), run.pause)).sha256.toString('hex') === entry.new;
    if (isNew) fs.unlink(places.at(hold));
    else await keepHold(run, fs, places, folders, { hold, path: entry.path });
  }
}

/** Into the quarantine, or left where it is where that can't be. @param path what it is the old bytes of */
async function keepHold(
  { report }: RecoverRun,
  fs: FileSystem,
  places: Places,
  folders: Folders,
  { hold, path }: { readonly hold: Name; readonly path: Name },
): Promise<void> {
  const kept = quarantined(places.change, path);
  let where = kept;
  try {
    folders.make(parted(kept).dir);
    folders.touch(parted(kept).dir);
    if (giveName(fs, places.at(hold), places.at(kept)) === 'linked') {
      await folders.sync();
      fs.unlink(places.at(hold));
    }
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    where = hold;
  }
  report({
    severity: 'warning',
    code: 'conflict',
    path,
    message: `A run was broken off while it was rewriting this file, and it can’t be told what happened since. Its bytes from before are kept as ${where.text}.`,
  });
}
