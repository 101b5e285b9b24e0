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
  readonly #detachFiles: Statement<unknown[]>;
  readonly #unsettle: Statement<unknown[]>;
  readonly #write: Statement<unknown[], { id: number }>;
  readonly #attach: Statement<unknown[]>;
  readonly #drop: Statement<unknown[]>;
  readonly #mark: Statement<[Buffer], { rating: number | null; flag: string | null; favorite: number | null }>;
  /** Assets of the folder being written that no group has claimed yet. */
  #unclaimed = new Set<number>();

  constructor(db: Catalog) {
    this.#detachFiles = db.prepare('UPDATE file SET asset = NULL, role = NULL WHERE dir = ? AND asset IS NOT NULL');
    this.#unsettle = db.prepare<unknown[], { id: number }>(
      'SELECT a.id FROM asset a JOIN file f ON f.id = a.main WHERE f.dir = ?',
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
    this.#drop = db.prepare('DELETE FROM asset WHERE id = ?');
    this.#mark = db.prepare('SELECT rating, flag, favorite FROM mark WHERE uid = ?');
  }

  /** Begins a folder: its files belong to no asset until they are written. */
  detach(dir: number): void {
    this.#detachFiles.run(dir);
    this.#unclaimed = new Set((this.#unsettle.all(dir) as { id: number }[]).map(row => row.id));
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
    this.#unclaimed.delete(id);
    for (const file of files) this.#attach.run(id, file.role, file.id);
  }

  /** Ends a folder: assets that no group is any more. Their ids stay in the ledger, should they come back. */
  finish(): void {
    for (const id of this.#unclaimed) this.#drop.run(id);
    this.#unclaimed.clear();
  }
}
