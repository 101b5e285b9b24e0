/** What the catalog keeps of folders' listings: read whole before a walk, for a query a folder would take as long as to list it. */
import type { Statement } from 'better-sqlite3';
import type { Listing, Listings, TrustedTimes } from '../../backup/listing.ts';
import type { Catalog } from '../../catalog/open.ts';
import type { KnownDir } from './known.ts';

type Row = readonly [dir: number, inode: number, ctime: number, names: string];

const BETWEEN = '/';
const FOLDERS = '//';

const split = (names: string): string[] => (names === '' ? [] : names.split(BETWEEN));

export class KeptListings implements Listings {
  readonly trusted: TrustedTimes;
  readonly #dirs: ReadonlyMap<string, KnownDir>;
  readonly #rows: ReadonlyMap<number, Row>;
  readonly #keep: Statement<unknown[]>;

  constructor(db: Catalog, dirs: ReadonlyMap<string, KnownDir>, trusted: TrustedTimes) {
    const rows = db
      .prepare<[], Row>('SELECT dir, inode, ctime, names FROM listing')
      .raw(true)
      .all() as unknown as readonly Row[];
    this.#rows = new Map(rows.map(row => [row[0], row]));
    this.#dirs = dirs;
    this.trusted = trusted;
    this.#keep = db.prepare('INSERT OR REPLACE INTO listing(dir, inode, ctime, names) VALUES(?, ?, ?, ?)');
  }

  of(dir: string): Listing | undefined {
    const known = this.#dirs.get(dir);
    const row = known == null ? undefined : this.#rows.get(known.id);
    if (row == null) return undefined;
    const [, inode, ctime, names] = row;
    const [files = '', folders = ''] = names.split(FOLDERS);
    return { inode, ctime, files: split(files), folders: split(folders) };
  }

  /** @param dir id of its row */
  keep(dir: number, { inode, ctime, files, folders }: Listing): void {
    this.#keep.run(dir, inode, ctime, files.join(BETWEEN) + FOLDERS + folders.join(BETWEEN));
  }
}
