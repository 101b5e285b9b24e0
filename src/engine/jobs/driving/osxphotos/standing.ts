/** How what osxphotos exported stands in the backup: by the disk, by what osxphotos noted, and by what Keepsake has on record. */
import fs from 'node:fs';
import type { Statement } from 'better-sqlite3';
import { clockOf } from '../../../backup/clock.ts';
import { nameKey } from '../../../backup/name.ts';
import { type Clock, sameTime } from '../../../backup/sameTime.ts';
import type { Catalog } from '../../../catalog/open.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportedFile.ts';
import type { LibraryPhotoFile } from '../../../sources/osxphotos/libraryPhotos.ts';

/**
 * `same`: as osxphotos left it, or with the same bytes. `accepted`: with other bytes that are on record, because a
 * person or Keepsake changed it: it isn't asked for, for osxphotos would put its own in the place. `removed`: taken
 * out of the backup since. `changed`: somebody else wrote to it. `absent`: never known to be there.
 */
export type Standing = 'same' | 'accepted' | 'removed' | 'changed' | 'absent';

interface Row {
  readonly present: number;
  readonly size: number;
  readonly mtime: number;
  readonly recSize: number | null;
  readonly recMtime: number | null;
  readonly sha: Buffer | null;
  readonly original: Buffer | null;
}

export class Standings {
  readonly #root: string;
  readonly #clock: Clock;
  readonly #elsewhere: Statement<[{ path: string; size: number }]> | undefined;
  readonly #find: Statement<[{ dir: string; name: string }], Row> | undefined;

  /** @param catalog after a survey; undefined for a folder that is no backup yet */
  constructor(root: string, catalog: Catalog | undefined) {
    this.#root = root;
    this.#elsewhere = catalog?.prepare(
      `SELECT 1 FROM imported i JOIN file f ON f.id = i.file OR f.rec_sha = i.sha
       WHERE i.source = 'osxphotos' AND i.path = @path AND i.size = @size AND f.present = 1 LIMIT 1`,
    );
    // A folder that isn't there yet has nothing that could be compared.
    this.#clock = fs.existsSync(root) ? clockOf(root) : 'exact';
    this.#find = catalog?.prepare(
      `SELECT f.present, f.size, f.mtime, f.rec_size AS recSize, f.rec_mtime AS recMtime, f.rec_sha AS sha, i.sha AS original
       FROM dir d JOIN file f ON f.dir = d.id LEFT JOIN imported i ON i.file = f.id AND i.source = 'osxphotos'
       WHERE (d.path = @dir OR d.key = @dir) AND f.key = @name ORDER BY f.present DESC LIMIT 1`,
    );
  }

  /** Whether nobody has touched it since osxphotos wrote it. */
  isAsNoted({ path, destSize, destMtime }: ExportedFile): boolean {
    const stat = this.#stat(path);
    return stat?.size === destSize && destMtime != null && this.#isTime(stat.mtimeMs, destMtime);
  }

  of(file: ExportedFile): Standing {
    const { path } = file;
    const stat = this.#stat(path);
    if (stat == null) return this.#row(path) == null ? 'absent' : 'removed';
    if (this.isAsNoted(file)) return 'same';
    const row = this.#row(path);
    const isOnRecord = row?.sha != null && row.recSize === row.size && row.recMtime === row.mtime && row.present === 1;
    if (!isOnRecord) return 'changed';
    return row?.original != null && row.sha?.equals(row.original) === true ? 'same' : 'accepted';
  }

  /** Whether what came of a file of the library lies at another place of the backup: a person moved it. */
  isElsewhere({ path, size }: Pick<LibraryPhotoFile, 'path' | 'size'>): boolean {
    return this.#elsewhere?.get({ path, size }) != null;
  }

  /** osxphotos notes whole seconds. */
  #isTime(mtimeMs: number, seconds: number): boolean {
    const there = Math.trunc(mtimeMs / 1000);
    return there === seconds || sameTime(there * 1_000_000, seconds * 1_000_000, this.#clock);
  }

  #stat(where: string): fs.Stats | undefined {
    try {
      const stat = fs.lstatSync(`${this.#root}/${where}`, { throwIfNoEntry: false });
      return stat?.isFile() === true ? stat : undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
      throw error;
    }
  }

  #row(where: string): Row | undefined {
    const slash = where.lastIndexOf('/');
    const dir = nameKey(where.slice(0, Math.max(0, slash)));
    return this.#find?.get({ dir, name: nameKey(where.slice(slash + 1)) });
  }
}
