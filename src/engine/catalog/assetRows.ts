/** Writes the rows of assets: what trees and grids show of them, and which files are theirs. */
import type { Statement } from 'better-sqlite3';
import { filingMs } from '../media/dateText.ts';
import type { AssetFacts, Role } from '../media/model.ts';
import type { Catalog } from './open.ts';

export interface AssetRow {
  readonly uid: Buffer;
  /** Catalog id of the main file. */
  readonly main: number;
  readonly facts: AssetFacts;
  readonly files: readonly { readonly id: number; readonly role: Role; readonly size: number }[];
}

const DAY_MS = 86_400_000;

export class AssetRows {
  readonly #detachGone: Statement<[number]>;
  readonly #detach: Statement<[string]>;
  readonly #write: Statement<unknown[], { id: number }>;
  readonly #attach: Statement<unknown[]>;
  readonly #drop: Statement<[number]>;
  readonly #mark: Statement<[Buffer], { rating: number | null; flag: string | null; favorite: number | null }>;

  constructor(db: Catalog) {
    this.#detachGone = db.prepare(
      'UPDATE file SET asset = NULL, role = NULL WHERE dir = ? AND present = 0 AND asset IS NOT NULL',
    );
    this.#detach = db.prepare(
      'UPDATE file SET asset = NULL, role = NULL WHERE id IN (SELECT value FROM json_each(?)) AND asset IS NOT NULL',
    );
    this.#write = db.prepare(
      `INSERT INTO asset(uid, main, kind, day, wall, known, offset_min, time_origin, rating, flag, favorite, live, raw, edited,
         width, height, duration, bytes, lat, lon, file_type)
       VALUES (@uid, @main, @kind, @day, @wall, @known, @offsetMin, @timeOrigin, @rating, @flag, @favorite, @live, @raw, @edited,
         @width, @height, @duration, @bytes, @lat, @lon, @fileType)
       ON CONFLICT(uid) DO UPDATE SET main = excluded.main, kind = excluded.kind, day = excluded.day, wall = excluded.wall,
         known = excluded.known, offset_min = excluded.offset_min, time_origin = excluded.time_origin, rating = excluded.rating,
         flag = excluded.flag, favorite = excluded.favorite, live = excluded.live, raw = excluded.raw, edited = excluded.edited,
         width = excluded.width, height = excluded.height, duration = excluded.duration, bytes = excluded.bytes,
         lat = excluded.lat, lon = excluded.lon, file_type = excluded.file_type
       RETURNING id`,
    );
    this.#attach = db.prepare('UPDATE file SET asset = ?, role = ? WHERE id = ?');
    this.#drop = db.prepare(
      `DELETE FROM asset WHERE main IN (SELECT id FROM file WHERE dir = ?)
       AND NOT EXISTS (SELECT 1 FROM file f WHERE f.asset = asset.id)`,
    );
    this.#mark = db.prepare('SELECT rating, flag, favorite FROM mark WHERE uid = ?');
  }

  /** Begins a folder: files that are gone are no asset's any more. */
  begin(dir: number): void {
    this.#detachGone.run(dir);
  }

  /** Before assets of these files are written: they are nobody's until they are. */
  detach(files: readonly number[]): void {
    this.#detach.run(JSON.stringify(files));
  }

  write({ uid, main, facts, files }: AssetRow): void {
    const time = facts.capturedAt?.value;
    const wall = time == null ? null : filingMs(time);
    const mark = this.#mark.get(uid);
    const has = (role: Role): number => Number(files.some(file => file.role === role));
    const { id } = this.#write.get({
      uid,
      main,
      kind: facts.kind,
      day: wall == null ? null : Math.floor(wall / DAY_MS),
      wall,
      known: time?.known ?? null,
      offsetMin: time?.known === 'zoned' ? time.offsetMin : null,
      timeOrigin: facts.capturedAt?.origin ?? null,
      rating: mark?.rating ?? Math.max(0, facts.rating?.value ?? 0),
      flag: mark?.flag ?? (facts.rating?.value === -1 ? 'reject' : 'none'),
      favorite: mark?.favorite ?? Number(facts.favorite?.value ?? false),
      live: has('live'),
      raw: has('raw'),
      edited: has('edited'),
      width: facts.width?.value ?? 0,
      height: facts.height?.value ?? 0,
      duration: facts.duration?.value ?? 0,
      bytes: files.reduce((sum, file) => sum + file.size, 0),
      lat: facts.gps?.value.lat ?? null,
      lon: facts.gps?.value.lon ?? null,
      fileType: facts.fileType?.value ?? '',
    }) as { id: number };
    for (const file of files) this.#attach.run(id, file.role, file.id);
  }

  /** Ends a folder: assets without a file are none. Their ids stay in the ledger, should they come back. */
  finish(dir: number): void {
    this.#drop.run(dir);
  }
}
