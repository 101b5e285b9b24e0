/** Brings albums and their members into the catalog; lines may come twice, and in any order. */
import type { Statement } from 'better-sqlite3';
import type { LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

/** Of a field that has a stamp of its own. */
const field = (name: string): string =>
  `${name} = CASE WHEN @${name}Stamp >= coalesce(${name}_stamp, -1) THEN @${name} ELSE ${name} END,
   ${name}_stamp = max(coalesce(${name}_stamp, @${name}Stamp), coalesce(@${name}Stamp, ${name}_stamp))`;

export class AlbumsReplay {
  readonly #album: Statement<unknown[]>;
  readonly #note: Statement<unknown[]>;
  readonly #member: Statement<unknown[]>;

  constructor(db: Catalog) {
    this.#note = db.prepare('INSERT INTO album(uid) VALUES (?) ON CONFLICT(uid) DO NOTHING');
    this.#album = db.prepare(
      `UPDATE album SET ${field('name')}, ${field('origin')}, ${field('removed')} WHERE uid = @id`,
    );
    this.#member = db.prepare(
      `INSERT INTO member(asset, album, present, stamp) VALUES (@asset, @album, @present, @stamp)
       ON CONFLICT(asset, album) DO UPDATE SET present = @present, stamp = @stamp WHERE stamp <= @stamp`,
    );
  }

  album({ id, name, origin, removed }: Of<'album'>, stamp: number): void {
    const when = (value: unknown): number | null => (value === undefined ? null : stamp);
    this.#note.run(id);
    this.#album.run({
      id,
      name: name ?? null,
      nameStamp: when(name),
      origin: origin ?? null,
      originStamp: when(origin),
      removed: Number(removed ?? false),
      removedStamp: when(removed),
    });
  }

  members({ album, add = [], remove = [] }: Of<'members'>, stamp: number): void {
    this.#note.run(album);
    for (const asset of remove) this.#member.run({ asset: uuidBytes(asset), album, present: 0, stamp });
    for (const asset of add) this.#member.run({ asset: uuidBytes(asset), album, present: 1, stamp });
  }
}
