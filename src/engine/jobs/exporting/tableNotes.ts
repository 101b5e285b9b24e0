/** Notes in a table of the connection's own, on disk where they are many, and gone with it. */
import type { Statement } from 'better-sqlite3';
import type { Catalog } from '../../catalog/open.ts';
import { uuidBytes, uuidText } from '../../catalog/uuid.ts';
import type { Notes } from './backupState.ts';

const PAGE = 500;
let count = 0;

interface Row {
  readonly id: number;
  readonly asset: Buffer;
  readonly text: string;
}

export class TableNotes implements Notes {
  readonly #get: Statement<[Buffer], { text: string }>;
  readonly #set: Statement<[Buffer, string]>;
  readonly #page: Statement<[number], Row>;

  constructor(db: Catalog) {
    const table = `temp.export_notes_${++count}`;
    db.exec(`CREATE TABLE ${table}(id INTEGER PRIMARY KEY, asset BLOB NOT NULL UNIQUE, text TEXT NOT NULL)`);
    this.#get = db.prepare(`SELECT text FROM ${table} WHERE asset = ?`);
    this.#set = db.prepare(
      `INSERT INTO ${table}(asset, text) VALUES (?, ?) ON CONFLICT(asset) DO UPDATE SET text = excluded.text`,
    );
    this.#page = db.prepare(`SELECT id, asset, text FROM ${table} WHERE id > ? ORDER BY id LIMIT ${PAGE}`);
  }

  get(uuid: string): string | undefined {
    return this.#get.get(uuidBytes(uuid))?.text;
  }

  set(uuid: string, text: string): void {
    this.#set.run(uuidBytes(uuid), text);
  }

  *entries(): Generator<readonly [string, string]> {
    for (let last = 0; ; ) {
      const rows = this.#page.all(last);
      for (const { asset, text } of rows) yield [uuidText(asset), text];
      last = rows.at(-1)?.id ?? 0;
      if (rows.length < PAGE) return;
    }
  }
}
