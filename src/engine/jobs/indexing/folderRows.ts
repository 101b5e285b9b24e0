/** The files of a folder as they are grouped: a large folder in shares that have nothing to do with each other. */
import type { Statement } from 'better-sqlite3';
import { type Name, storedName } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import type { FileFacts, GroupFile } from '../../media/model.ts';
import { SHARE, shares } from '../../sources/shares.ts';

export interface FolderRow {
  readonly id: number;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly uid: Buffer | null;
  readonly facts: FileFacts | undefined;
}

type Row = Omit<FolderRow, 'facts'> & { readonly json: string | null };

const COLUMNS = 'f.id, f.name, f.raw, f.size, f.uid, c.json FROM file f LEFT JOIN facts c ON c.file = f.id';

export class FolderRows {
  readonly #dir: Statement<[number], { path: string; raw: Buffer | null }>;
  readonly #ids: Statement<[number], number>;
  readonly #all: Statement<[number], Row>;
  readonly #one: Statement<[number], Row>;

  constructor(db: Catalog) {
    this.#dir = db.prepare('SELECT path, raw FROM dir WHERE id = ?');
    this.#ids = db.prepare<[number], number>('SELECT id FROM file WHERE dir = ? AND present = 1 ORDER BY name').pluck();
    this.#all = db.prepare(`SELECT ${COLUMNS} WHERE f.dir = ? AND f.present = 1 ORDER BY f.name`);
    this.#one = db.prepare(`SELECT ${COLUMNS} WHERE f.id = ?`);
  }

  nameOf(dir: number): Name {
    const row = this.#dir.get(dir);
    return storedName(row?.path ?? '', row?.raw ?? null);
  }

  /** Each file in one of them; what is written meanwhile into files of other shares changes nothing. */
  *shares(dir: number): Generator<readonly FolderRow[]> {
    const ids = Float64Array.from(this.#ids.iterate(dir));
    if (ids.length <= SHARE) {
      yield this.#all.all(dir).map(read);
      return;
    }
    const rowAt = (index: number): FolderRow => read(this.#one.get(ids[index]!)!);
    const fileAt = (index: number): GroupFile => groupFile(rowAt(index));
    for (const share of shares(ids.length, fileAt)) yield share.map(rowAt);
  }
}

export const groupFile = ({ name, size, facts }: FolderRow): GroupFile => ({ name, size, facts });

function read({ json, ...row }: Row): FolderRow {
  return { ...row, facts: json == null ? undefined : (JSON.parse(json) as FileFacts) };
}
