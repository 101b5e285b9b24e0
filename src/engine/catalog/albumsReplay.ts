/** Brings albums and their members into the catalog; lines may come twice, and in any order. */
import type { Statement } from 'better-sqlite3';
import type { LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

/** Stands for the asset where a change is one of the album itself. */
const NOBODY = Buffer.alloc(0);

/** Of a field that has a stamp of its own. */
const field = (name: string): string =>
  `${name} = CASE WHEN @${name}Stamp >= coalesce(${name}_stamp, -1) THEN @${name} ELSE ${name} END,
   ${name}_stamp = max(coalesce(${name}_stamp, @${name}Stamp), coalesce(@${name}Stamp, ${name}_stamp))`;

export class AlbumsReplay {
  readonly #album: Statement<unknown[]>;
  readonly #note: Statement<unknown[]>;
  readonly #member: Statement<unknown[]>;
  readonly #changed: Statement<unknown[]>;

  constructor(db: Catalog) {
    this.#note = db.prepare('INSERT INTO album(uid) VALUES (?) ON CONFLICT(uid) DO NOTHING');
    this.#album = db.prepare(
      `UPDATE album SET ${field('name')}, ${field('origin')}, ${field('removed')} WHERE uid = @id`,
    );
    this.#member = db.prepare(
      `INSERT INTO member(asset, album, present, stamp) VALUES (@asset, @album, @present, @stamp)
       ON CONFLICT(asset, album) DO UPDATE SET present = @present, stamp = @stamp WHERE stamp <= @stamp`,
    );
    this.#changed = db.prepare(
      `INSERT INTO change_album(change, album, field, asset, old, new, stamp)
       VALUES (@change, @album, @field, @asset, @old, @new, @stamp)
       ON CONFLICT(change, album, field, asset) DO UPDATE SET stamp = max(stamp, @stamp)`,
    );
  }

  album({ id, name, origin, removed, change, was }: Of<'album'>, stamp: number): void {
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
    if (change == null) return;
    const act = { change, album: id, asset: NOBODY, stamp };
    if (name != null && was?.name != null) this.#changed.run({ ...act, field: 'name', old: was.name, new: name });
    if (removed != null && was?.removed != null)
      this.#changed.run({ ...act, field: 'removed', old: Number(was.removed), new: Number(removed) });
  }

  members({ album, add = [], remove = [], change }: Of<'members'>, stamp: number): void {
    this.#note.run(album);
    for (const [assets, present] of [
      [remove, 0],
      [add, 1],
    ] as const)
      for (const uuid of assets) {
        const asset = uuidBytes(uuid);
        this.#member.run({ asset, album, present, stamp });
        if (change != null)
          this.#changed.run({ change, album, field: 'member', asset, old: 1 - present, new: present, stamp });
      }
  }
}
