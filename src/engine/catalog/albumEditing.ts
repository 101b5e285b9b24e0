/**
 * What a person does with albums, at once: ledger, then catalog, also while a job runs. Each time is a change, which
 * can be undone.
 */
import { uuidv7 } from 'uuidv7';
import type { LedgerRecord } from '../ledger/record.ts';
import { findAlbum } from './albums.ts';
import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

/** There is no such album, or there is one already. Nothing was changed. */
export class NoAlbum extends Error {
  override readonly name = 'NoAlbum';
}

export interface AlbumChanged {
  /** Photos and videos that are here, of those that were asked for. */
  readonly assets: number;
  /** How many of them came, or went; the others were as they were asked to be. */
  readonly moved: number;
  /** The change as which it can be undone; undefined where all was so already. */
  readonly change: string | undefined;
}

/** Assets that a line of the ledger names at most. */
const IN_A_LINE = 5000;

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

/** An album with nothing in it. @throws {NoAlbum} where there is one of this name */
export function makeAlbum(store: Store, name: string): AlbumChanged {
  writable(store);
  if (findAlbum(store.db, name) != null) throw new NoAlbum(`There is an album "${name}" already. Nothing was changed.`);
  return commit(store, `New album “${name}”`, change => [made(uuidv7(), name, change)]);
}

/**
 * Makes the album where there is none.
 * @param ids catalog ids of assets
 */
export function addToAlbum(store: Store, name: string, ids: readonly number[]): AlbumChanged {
  writable(store);
  const known = findAlbum(store.db, name);
  const album = known ?? uuidv7();
  const { assets, others } = split(store, album, ids, 0);
  if (known != null && others.length === 0) return { assets, moved: 0, change: undefined };
  const title = others.length === 0 ? `New album “${name}”` : `Into the album “${name}”: ${photos(others.length)}`;
  const changed = commit(store, title, change => [
    ...(known == null ? [made(album, name, change)] : []),
    ...members(album, others, change, 'add'),
  ]);
  return { ...changed, assets, moved: others.length };
}

/** @throws {NoAlbum} */
export function takeFromAlbum(store: Store, name: string, ids: readonly number[]): AlbumChanged {
  writable(store);
  const album = existing(store, name);
  const { assets, others } = split(store, album, ids, 1);
  if (others.length === 0) return { assets, moved: 0, change: undefined };
  const title = `Out of the album “${name}”: ${photos(others.length)}`;
  const changed = commit(store, title, change => members(album, others, change, 'remove'));
  return { ...changed, assets, moved: others.length };
}

/** Photos stay where they are. @throws {NoAlbum} */
export function removeAlbum(store: Store, name: string): AlbumChanged {
  writable(store);
  const id = existing(store, name);
  return commit(store, `Removed the album “${name}”`, change => [
    { t: 'album', at: Date.now(), id, removed: true, change, was: { removed: false } },
  ]);
}

/** @throws {NoAlbum} also where there is one of the new name */
export function renameAlbum(store: Store, name: string, to: string): AlbumChanged {
  writable(store);
  const id = existing(store, name);
  if (name === to) return { assets: 0, moved: 0, change: undefined };
  if (findAlbum(store.db, to) != null)
    throw new NoAlbum(
      `There is an album "${to}" already. Nothing was changed. To put all photos of "${name}" into it: keepsake album BACKUP add "${to}" --select 'album:="${name}"'.`,
    );
  return commit(store, `Album “${name}” is called “${to}”`, change => [
    { t: 'album', at: Date.now(), id, name: to, change, was: { name } },
  ]);
}

const photos = (count: number): string =>
  count === 1 ? '1 photo or video' : `${count.toLocaleString('en')} photos and videos`;

const made = (id: string, name: string, change: string): LedgerRecord => ({
  ...{ t: 'album', at: Date.now(), id, name, removed: false, change },
  was: { removed: true },
});

function members(album: string, assets: readonly string[], change: string, how: 'add' | 'remove'): LedgerRecord[] {
  const records: LedgerRecord[] = [];
  for (let from = 0; from < assets.length; from += IN_A_LINE)
    records.push({ t: 'members', at: Date.now(), album, change, [how]: assets.slice(from, from + IN_A_LINE) });
  return records;
}

/** @param present what of the album is not wanted any more: 1 its members, 0 all others */
function split(
  store: Store,
  album: string,
  ids: readonly number[],
  present: 0 | 1,
): { readonly assets: number; readonly others: readonly string[] } {
  const find = store.db.prepare<[string, number], { uid: Buffer; present: number }>(
    `SELECT a.uid, coalesce(m.present, 0) AS present FROM asset a LEFT JOIN member m ON m.asset = a.uid AND m.album = ?
     WHERE a.id = ?`,
  );
  const rows = [...new Set(ids)].flatMap(id => find.get(album, id) ?? []);
  const others = rows.filter(row => row.present === present).map(({ uid }) => uuidText(uid));
  return { assets: rows.length, others };
}

function commit(store: Store, title: string, records: (change: string) => readonly LedgerRecord[]): AlbumChanged {
  const change = uuidv7();
  store.commit([{ t: 'change', at: Date.now(), id: change, job: 'album', title }, ...records(change)]);
  return { assets: 0, moved: 0, change };
}
