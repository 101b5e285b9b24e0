/** What acts did to albums, for a ledger that lost it. */
import type { LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidText } from './uuid.ts';

interface Row {
  readonly change: string;
  readonly at: number | null;
  readonly album: string;
  readonly field: string;
  readonly asset: Buffer;
  readonly old: number | string | null;
  readonly new: number | string | null;
}

const ROWS = `SELECT c.change, h.at, c.album, c.field, c.asset, c.old, c.new FROM change_album c LEFT JOIN change h ON h.uid = c.change
  ORDER BY c.stamp, c.change, c.album, c.field`;

export class RememberedAlbumActs {
  readonly #rows: readonly Row[];

  constructor(db: Catalog) {
    this.#rows = db.prepare<[], Row>(ROWS).all();
  }

  /**
   * @param db after the ledgers that are there were read
   * @param records the lines go here
   * @returns the albums that they speak of
   */
  lost(db: Catalog, records: LedgerRecord[]): ReadonlySet<string> {
    const isKnown = db.prepare<[string, string, string, Buffer], unknown>(
      'SELECT 1 FROM change_album WHERE change = ? AND album = ? AND field = ? AND asset = ?',
    );
    const albums = new Set<string>();
    for (const row of this.#rows) {
      if (isKnown.get(row.change, row.album, row.field, row.asset) != null) continue;
      albums.add(row.album);
      // What a row of the catalog can hold, and a line can't, is sorted out with all others.
      records.push(lineOf(row) as LedgerRecord);
    }
    return albums;
  }
}

function lineOf({ change, at, album, field, asset, old, new: is }: Row): object {
  const act = { at: at ?? Date.now(), change };
  if (field === 'member') return { t: 'members', ...act, album, [is === 1 ? 'add' : 'remove']: [uuidText(asset)] };
  const said = (value: Row['old']) => ({ [field]: field === 'removed' ? value === 1 : value });
  return { t: 'album', ...act, id: album, ...said(is), was: said(old) };
}
