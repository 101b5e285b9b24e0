/** Brings into the catalog what came from where, and what sources say; lines may come twice, and in any order. */
import { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import type { Name } from '../backup/name.ts';
import { fromLedgerName, type LedgerRecord } from '../ledger/record.ts';
import type { Catalog } from './open.ts';
import { uuidBytes } from './uuid.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

export class ImportedReplay {
  readonly #said: Statement<unknown[]>;
  readonly #soil: Statement<unknown[]>;
  readonly #imported: Statement<unknown[]>;

  constructor(db: Catalog) {
    this.#said = db.prepare(
      `INSERT INTO said(asset, source, json, stamp) VALUES (@asset, @source, @json, @stamp)
       ON CONFLICT(asset, source) DO UPDATE SET json = @json, stamp = @stamp WHERE stamp <= @stamp`,
    );
    // What is shown of it is composed anew.
    this.#soil = db.prepare('UPDATE dir SET dirty = 1 WHERE dirty = 0 AND id = (SELECT dir FROM file WHERE uid = ?)');
    this.#imported = db.prepare(
      `INSERT INTO imported(source, path, file, label, size, mtime, crc, sha, name, at, stamp)
       VALUES (@source, @path, @file, @label, @size, @mtime, @crc, @sha, @name, @at, @stamp)
       ON CONFLICT(source, path, file) DO UPDATE SET label = @label, size = @size, mtime = @mtime, crc = @crc, sha = @sha, name = @name, at = @at,
         stamp = @stamp WHERE stamp <= @stamp`,
    );
  }

  said({ from, assets }: Of<'said'>, stamp: number): void {
    for (const [uuid, said] of assets) {
      const asset = uuidBytes(uuid);
      this.#said.run({ asset, source: from, json: JSON.stringify(said), stamp });
      this.#soil.run(asset);
    }
  }

  /** @param rowOf the catalog's id of a file that has this SHA-256, made where there is none */
  imported(
    { at, source, dir, files }: Of<'imported'>,
    stamp: number,
    rowOf: (dir: Name, name: Name, sha: Buffer) => number,
  ): void {
    const folder = fromLedgerName(dir);
    for (const [name, { p, s, m, c, h, n }] of files) {
      const sha = Buffer.from(h, 'hex');
      const file = rowOf(folder, fromLedgerName(name), sha);
      const { kind, label } = source;
      const more = { mtime: m, crc: c ?? null, sha, name: n ?? null, at };
      this.#imported.run({ source: kind, path: p, file, label, size: s, ...more, stamp });
    }
  }
}
