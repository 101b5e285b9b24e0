/** What a person does with albums, at once: ledger, then catalog, also while a job runs. */
import { uuidv7 } from 'uuidv7';
import type { LedgerRecord } from '../ledger/record.ts';
import { findAlbum } from './albums.ts';
import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

/** There is no such album, or there is one already. Nothing was changed. */
export class NoAlbum extends Error {
  override readonly name = 'NoAlbum';
}

const AT_ONCE = 5000;

function writable(store: Store): void {
  if (store.readOnly)
    throw new Error('This backup can’t be written, so nothing was changed. Mount it for writing and try again.');
}

/** @throws {NoAlbum} */
function existing(store: Store, name: string): string {
  const album = findAlbum(store.db, name);
  if (album == null)
    throw new NoAlbum(`There is no album "${name}". Nothing was changed. "keepsake album BACKUP list" names them all.`);
  return album;
}

/**
 * Makes the album where there is none.
 * @param ids catalog ids of assets
 * @returns how many were put in
 */
export function addToAlbum(store: Store, name: string, ids: readonly number[]): number {
  writable(store);
  const known = findAlbum(store.db, name);
  const album = known ?? uuidv7();
  const made: LedgerRecord[] = known == null ? [{ t: 'album', at: Date.now(), id: album, name }] : [];
  return change(store, ids, made, assets => ({ t: 'members', at: Date.now(), album, add: [...assets] }));
}

/** @returns how many were taken out @throws {NoAlbum} */
export function takeFromAlbum(store: Store, name: string, ids: readonly number[]): number {
  writable(store);
  const album = existing(store, name);
  return change(store, ids, [], assets => ({ t: 'members', at: Date.now(), album, remove: [...assets] }));
}

/** Photos stay where they are. @throws {NoAlbum} */
export function removeAlbum(store: Store, name: string): void {
  writable(store);
  store.commit([{ t: 'album', at: Date.now(), id: existing(store, name), removed: true }]);
}

/** @throws {NoAlbum} also where there is one of the new name */
export function renameAlbum(store: Store, name: string, to: string): void {
  writable(store);
  const album = existing(store, name);
  if (findAlbum(store.db, to) != null)
    throw new NoAlbum(
      `There is an album "${to}" already. Nothing was changed. To put all photos of "${name}" into it: keepsake album BACKUP add "${to}" --select 'album:="${name}"'.`,
    );
  store.commit([{ t: 'album', at: Date.now(), id: album, name: to }]);
}

function change(
  store: Store,
  ids: readonly number[],
  made: readonly LedgerRecord[],
  members: (assets: readonly string[]) => LedgerRecord,
): number {
  const uidOf = store.db.prepare<[number], { uid: Buffer }>('SELECT uid FROM asset WHERE id = ?');
  let changed = 0;
  for (let from = 0; from < Math.max(1, ids.length); from += AT_ONCE) {
    const assets = ids.slice(from, from + AT_ONCE).flatMap(id => {
      const row = uidOf.get(id);
      return row == null ? [] : [uuidText(row.uid)];
    });
    changed += assets.length;
    const records = [...(from === 0 ? made : []), ...(assets.length > 0 ? [members(assets)] : [])];
    if (records.length > 0) store.commit(records);
  }
  return changed;
}
