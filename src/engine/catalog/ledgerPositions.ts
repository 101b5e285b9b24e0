/** How far the catalog has read each ledger, and the greatest place that any line seen here has. */
import { Buffer } from 'node:buffer';
import path from 'node:path';
import { tailBefore } from '../ledger/read.ts';
import type { Catalog } from './open.ts';

export interface Position {
  /** Bytes from the start of the file. */
  readonly off: number;
  /** What stands before it: by that the file is known again. */
  readonly tail: Buffer;
}

const ORDER_KEY = 'ledger-n';

export class LedgerPositions {
  readonly #db: Catalog;
  readonly #folder: string;

  /** @param folder absolute path of the ledgers */
  constructor(db: Catalog, folder: string) {
    this.#db = db;
    this.#folder = folder;
  }

  /** By the name of the ledger's file. */
  all(): ReadonlyMap<string, Position> {
    const rows = this.#db.prepare<[], { writer: string } & Position>('SELECT writer, off, tail FROM ledger_pos').all();
    return new Map(rows.map(row => [row.writer, row]));
  }

  remember(name: string, end: number): void {
    const tail = tailBefore(path.join(this.#folder, name), end) ?? Buffer.alloc(0);
    this.#db
      .prepare(
        'INSERT INTO ledger_pos(writer, off, tail) VALUES (?, ?, ?) ON CONFLICT(writer) DO UPDATE SET off = excluded.off, tail = excluded.tail',
      )
      .run(name, end, tail);
  }

  get greatest(): number {
    return Number(
      this.#db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(ORDER_KEY)?.value ?? 0,
    );
  }

  set greatest(n: number) {
    this.#db.prepare('INSERT OR REPLACE INTO meta(key, value) VALUES (?, ?)').run(ORDER_KEY, String(n));
  }
}
