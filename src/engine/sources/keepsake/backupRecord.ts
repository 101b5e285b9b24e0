/** What another Keepsake backup knows of its photos: albums, marks, and what their sources said. Read out of a copy of its catalog. */
import type { Statement } from 'better-sqlite3';
import type { FileFacts } from '../../media/model.ts';
import { list } from '../../media/tagValues.ts';
import { ForeignDatabase } from '../../sqlite/foreignDatabase.ts';
import { recordedFacts } from './recordedFacts.ts';

export interface RecordedPhoto {
  /** Unique there. */
  readonly id: number;
  readonly albums: readonly string[];
  /** What is said of it by each that said something, what a person says first. */
  readonly facts: readonly FileFacts[];
}

interface Row {
  readonly id: number;
  readonly uid: Buffer;
  readonly rating: unknown;
  readonly favorite: unknown;
}

const WANTED: Readonly<Record<string, readonly string[]>> = {
  dir: ['id', 'path'],
  file: ['id', 'dir', 'name'],
  asset: ['id', 'uid', 'main', 'rating', 'favorite', 'flag'],
  album: ['uid', 'name', 'removed'],
  member: ['asset', 'album', 'present'],
  said: ['asset', 'source', 'json'],
};

export class BackupRecord {
  readonly #db: ForeignDatabase;
  readonly #photo: Statement<[string, string], Row>;
  readonly #albums: Statement<[Buffer], string>;
  readonly #said: Statement<[Buffer], string>;

  /** @param catalog absolute path. @throws {import('../../sqlite/foreignDatabase.ts').ForeignUnreadable}; the system's error */
  constructor(catalog: string) {
    this.#db = new ForeignDatabase(catalog);
    try {
      for (const [table, columns] of Object.entries(WANTED)) {
        const there = this.#db.columns(table);
        const lacking = columns.find(column => !there.has(column));
        if (lacking != null)
          throw new Error(`it has no ${table}.${lacking}, as another version of Keepsake may make it`);
      }
      this.#photo = this.#db.prepare(
        `SELECT a.id, a.uid, a.rating, a.favorite FROM dir d JOIN file f ON f.dir = d.id JOIN asset a ON a.main = f.id
         WHERE d.path = ? AND f.name = ?`,
      );
      this.#albums = this.#db
        .prepare<[Buffer], string>(
          `SELECT l.name FROM member m JOIN album l ON l.uid = m.album
           WHERE m.asset = ? AND m.present = 1 AND l.removed = 0 AND l.name IS NOT NULL ORDER BY l.name`,
        )
        .pluck();
      this.#said = this.#db.prepare<[Buffer], string>('SELECT json FROM said WHERE asset = ? ORDER BY source').pluck();
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** @param main its main file, within the backup, with `/` */
  photo(main: string): RecordedPhoto | undefined {
    const slash = main.lastIndexOf('/');
    const row = this.#photo.get(main.slice(0, Math.max(0, slash)), main.slice(slash + 1));
    if (row == null) return undefined;
    const { id, uid, rating, favorite } = row;
    return {
      id,
      albums: list(this.#albums.all(uid)) ?? [],
      facts: [recordedFacts({ rating, favorite: favorite === 1 }), ...this.#said.all(uid).map(saidFacts)].filter(
        facts => facts != null,
      ),
    };
  }

  /** It knows of no photo. */
  get isEmpty(): boolean {
    return this.#db.prepare('SELECT 1 FROM asset LIMIT 1').get() == null;
  }

  /** Photos that are picked or rejected. */
  get flagged(): number {
    return Number(
      this.#db.prepare<[], number>("SELECT count(*) FROM asset WHERE flag IN ('pick', 'reject')").pluck().get(),
    );
  }

  close(): void {
    this.#db.close();
  }
}

function saidFacts(json: string): FileFacts | undefined {
  try {
    const { facts } = JSON.parse(json) as { facts?: unknown };
    return recordedFacts(facts);
  } catch {
    return undefined;
  }
}
