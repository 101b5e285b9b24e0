/** What a plan says of files and photos that it doesn't bring itself, held against the record: a plan comes from outside. */
import { Buffer } from 'node:buffer';
import type { Statement } from 'better-sqlite3';
import type { Name } from '../../backup/name.ts';
import type { Catalog } from '../../catalog/open.ts';
import { uuidBytes } from '../../catalog/uuid.ts';
import { parted } from '../../plan/step.ts';

interface Row {
  readonly id: number;
  readonly present: number;
  readonly sha: Buffer | null;
  readonly rec_size: number | null;
  readonly size: number | null;
  readonly uid: Buffer | null;
  readonly assetUid: Buffer | null;
}

export class Claims {
  readonly #file: Statement<[string, string], Row>;
  readonly #holder: Statement<[Buffer], { id: number }>;
  readonly #original: Statement<[{ file: number; sha: Buffer; size: number }], unknown>;
  readonly #read: (path: Name) => string | undefined;

  /** @param read SHA-256 in hex of a file that is on no record, where this run has read it */
  constructor(db: Catalog, read: (path: Name) => string | undefined) {
    this.#file = db.prepare(
      `SELECT f.id, f.present, f.rec_sha AS sha, f.rec_size, f.size, f.uid, a.uid AS assetUid FROM dir d JOIN file f ON f.dir = d.id
       LEFT JOIN asset a ON a.id = f.asset WHERE d.path = ? AND f.name = ?`,
    );
    this.#holder = db.prepare('SELECT id FROM file WHERE uid = ? AND present = 1');
    this.#original = db.prepare(
      `SELECT 1 FROM imported WHERE file = @file AND sha = @sha AND size = @size
       UNION ALL SELECT 1 FROM action WHERE file = @file AND of_sha = @sha AND of_size = @size`,
    );
    this.#read = read;
  }

  #known(path: Name): Row | undefined {
    const { dir, name } = parted(path);
    return this.#file.get(dir.text, name.text);
  }

  #at(path: Name): Row | undefined {
    const row = this.#known(path);
    return row?.present === 1 ? row : undefined;
  }

  /** Whether it is there, and nothing says which bytes it has. */
  isUnrecorded(path: Name): boolean {
    return this.#at(path)?.sha === null;
  }

  /** Whether the photo that a file belongs to has this id. */
  isOf(path: Name, uuid: string): boolean {
    const row = this.#at(path);
    const uid = uuidBytes(uuid);
    return row?.uid?.equals(uid) === true || row?.assetUid?.equals(uid) === true;
  }

  /** Whether a photo that comes now may have this id: no other that is there has it. */
  isFree(path: Name, uuid: string): boolean {
    const holder = this.#holder.get(uuidBytes(uuid));
    return holder == null || holder.id === this.#known(path)?.id;
  }

  /** Whether a file has, or came with, these bytes. @param size of them @param sha256 in hex */
  hasBytes(path: Name, size: number, sha256: string): boolean {
    const row = this.#at(path);
    if (row == null) return false;
    const sha = Buffer.from(sha256, 'hex');
    if (row.sha == null) return row.size === size && this.#read(path) === sha256;
    // A record that was taken from SHA256SUMS has no size.
    if (row.sha.equals(sha) && (row.rec_size ?? row.size) === size) return true;
    return this.#original.get({ file: row.id, sha, size }) != null;
  }
}
