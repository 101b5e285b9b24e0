/** A change of albums, what of it still stands, and the lines that take it back. */
import { uuidv7 } from 'uuidv7';
import { type Name, nameOfText } from '../backup/name.ts';
import type { LedgerRecord } from '../ledger/record.ts';
import { findAlbum } from './albums.ts';
import { MainPaths } from './mainPaths.ts';
import type { Catalog } from './open.ts';
import type { Store } from './store.ts';
import { uuidText } from './uuid.ts';

interface Row {
  readonly album: string;
  /** What the album is called now. */
  readonly called: string | null;
  readonly field: 'name' | 'removed' | 'member';
  /** Empty where the album itself was changed. */
  readonly asset: Buffer;
  readonly old: number | string | null;
  readonly new: number | string | null;
  readonly now: number | string | null;
  /** Title of a newer change that stands on it. */
  readonly newer: string | null;
}

/** Of the row `c` of a change: no undo of it, as far as that stands, has taken it back. */
const STANDS = (c: string): string => `NOT EXISTS (SELECT 1 FROM change_album u JOIN change h ON h.uid = u.change
  WHERE h.undoes = ${c}.change AND h.undone_by IS NULL AND u.album = ${c}.album AND u.field = ${c}.field AND u.asset = ${c}.asset)`;

const ROWS = `SELECT c.album, b.name AS called, c.field, c.asset, c.old, c.new,
    CASE c.field WHEN 'name' THEN b.name WHEN 'removed' THEN b.removed ELSE coalesce(m.present, 0) END AS now,
    (SELECT h.title FROM change_album n JOIN change h ON h.uid = n.change
      WHERE n.album = c.album AND n.field = c.field AND n.asset = c.asset AND (n.stamp, n.change) > (c.stamp, c.change)
      AND h.undoes IS NULL AND h.undone_by IS NULL AND ${STANDS('n')} ORDER BY n.stamp DESC LIMIT 1) AS newer
  FROM change_album c JOIN album b ON b.uid = c.album LEFT JOIN member m ON m.asset = c.asset AND m.album = c.album
  WHERE c.change = ? AND ${STANDS('c')} ORDER BY c.album, c.field, c.asset`;

/** What stays as it is. */
export interface KeptInAlbum {
  /** Of the photo's main file; that of the backup where the album itself is meant, or this machine doesn't know it. */
  readonly path: Name;
  /** A sentence for a person. */
  readonly why: string;
  /** Title of the change that stands on it. */
  readonly newer: string | undefined;
}

export interface AlbumsTakenBack {
  /** Photos and albums that are as they were. */
  readonly applied: number;
  readonly skipped: number;
  readonly kept: readonly KeptInAlbum[];
  /** The undo; undefined where there was nothing to do. */
  readonly change: string | undefined;
}

export class AlbumChange {
  readonly #uid: string;
  readonly #title: string;
  readonly #open: readonly Row[];
  readonly #covered: readonly { readonly row: Row; readonly why: string }[];
  readonly #isBegun: boolean;

  constructor(db: Catalog, { uid, title }: { readonly uid: string; readonly title: string }) {
    this.#uid = uid;
    this.#title = title;
    const rows = db.prepare<[string], Row>(ROWS).all(uid);
    const whyOf = reasons(db, rows);
    this.#open = rows.filter(row => whyOf(row) == null);
    this.#covered = rows.flatMap(row => {
      const why = whyOf(row);
      return why == null ? [] : [{ row, why }];
    });
    this.#isBegun = db.prepare('SELECT 1 FROM change WHERE undoes = ? AND undone_by IS NULL').get(uid) != null;
  }

  /** Whether a change is one of albums. */
  static is(db: Catalog, change: string): boolean {
    return db.prepare('SELECT 1 FROM change_album WHERE change = ? LIMIT 1').get(change) != null;
  }

  /** Photos, and albums that were made, renamed or removed. */
  get standing(): number {
    return this.#open.length + this.#covered.length;
  }

  /** A part was taken back before, and of the rest nothing can be. */
  get isBlocked(): boolean {
    return this.#isBegun && this.#open.length === 0;
  }

  /** Gives albums the photos and names that they had. What was changed again since is left as it is. */
  apply(store: Store): AlbumsTakenBack {
    if (store.readOnly)
      throw new Error('This backup can’t be written, so nothing was undone. Mount it for writing and try again.');
    const pathOf = new MainPaths(store.db);
    const kept = this.#covered.map(({ row, why }) => ({
      path: pathOf.of(row.asset) ?? nameOfText(''),
      why,
      newer: row.newer ?? undefined,
    }));
    const skipped = kept.length;
    if (this.#open.length === 0) return { applied: 0, skipped, kept, change: undefined };
    const id = uuidv7();
    const act = {
      t: 'change',
      at: Date.now(),
      id,
      job: 'undo',
      title: `Undid: ${this.#title}`,
      undoes: this.#uid,
    } as const;
    store.commit([skipped > 0 ? { ...act, partly: true as const } : act, ...linesBack(this.#open, id)]);
    return { applied: this.#open.length, skipped, kept, change: id };
  }
}

/** Why something can't be taken back, as a sentence for a person; undefined where it can. */
function reasons(db: Catalog, rows: readonly Row[]): (row: Row) => string | undefined {
  const ours = new Set(rows.filter(({ field, now }) => field === 'member' && now === 1).map(keyOf));
  const membersOf = db.prepare<[string], { asset: Buffer }>('SELECT asset FROM member WHERE album = ? AND present = 1');
  return row => {
    const by = row.newer == null ? '' : ` (“${row.newer}”)`;
    const isMember = row.field === 'member';
    if (row.now !== row.new || row.newer != null)
      return isMember
        ? `It came into the album “${row.called}”, or left it, again after that${by}, and stays as it is.`
        : `The album “${row.called}” was changed again after that${by}, and stays as it is.`;
    if (isMember) return undefined;
    if (row.field === 'removed' && row.old === 1)
      return membersOf.all(row.album).every(({ asset }) => ours.has(keyOf({ album: row.album, asset })))
        ? undefined
        : `The album “${row.called}” has got other photos since, and stays.`;
    const name = row.field === 'name' ? String(row.old) : (row.called ?? '');
    const other = findAlbum(db, name);
    return other == null || other === row.album
      ? undefined
      : `There is another album “${name}” by now: rename that first.`;
  };
}

const keyOf = ({ album, asset }: Pick<Row, 'album' | 'asset'>): string => `${album} ${asset.toString('hex')}`;

function linesBack(rows: readonly Row[], change: string): readonly LedgerRecord[] {
  const at = Date.now();
  return [...Map.groupBy(rows, ({ album }) => album)].flatMap(([album, of]): LedgerRecord[] => {
    const withOld = (present: 0 | 1): string[] =>
      of.filter(({ field, old }) => field === 'member' && old === present).map(({ asset }) => uuidText(asset));
    const [remove, add] = [withOld(0), withOld(1)];
    const own = of.filter(({ field }) => field !== 'member');
    const values = (side: 'old' | 'new') =>
      Object.fromEntries(own.map(row => [row.field, row.field === 'removed' ? row[side] === 1 : row[side]]));
    const lines: LedgerRecord[] = [];
    if (own.length > 0) lines.push({ t: 'album', at, id: album, change, ...values('old'), was: values('new') });
    if (remove.length + add.length > 0) {
      const both = { ...(remove.length > 0 ? { remove } : {}), ...(add.length > 0 ? { add } : {}) };
      lines.push({ t: 'members', at, album, change, ...both });
    }
    return lines;
  });
}
