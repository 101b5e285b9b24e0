/** Folders and files of the catalog by path, made where they are absent. */
import type { Statement } from 'better-sqlite3';
import { type Name, nameKey } from '../backup/name.ts';
import type { Catalog } from './open.ts';

export class Paths {
  readonly #findDir: Statement<[string], { id: number }>;
  readonly #addDir: Statement<[string, Buffer | null]>;
  readonly #findFile: Statement<[number, string], { id: number }>;
  readonly #addFile: Statement<[number, string, Buffer | null, string]>;
  readonly #dirs = new Map<string, number>();

  constructor(db: Catalog) {
    this.#findDir = db.prepare('SELECT id FROM dir WHERE path = ?');
    this.#addDir = db.prepare('INSERT INTO dir(path, raw) VALUES (?, ?)');
    this.#findFile = db.prepare('SELECT id FROM file WHERE dir = ? AND name = ?');
    this.#addFile = db.prepare('INSERT INTO file(dir, name, raw, key) VALUES (?, ?, ?, ?)');
  }

  findDir(path: Name): number | undefined {
    return this.#dirs.get(path.text) ?? this.#findDir.get(path.text)?.id;
  }

  dir(path: Name): number {
    const cached = this.#dirs.get(path.text);
    if (cached != null) return cached;
    const id =
      this.#findDir.get(path.text)?.id ?? Number(this.#addDir.run(path.text, path.raw ?? null).lastInsertRowid);
    this.#dirs.set(path.text, id);
    return id;
  }

  /** What a rolled-back transaction had added is not there. */
  forget(): void {
    this.#dirs.clear();
  }

  file(dir: number, name: Name): number {
    return (
      this.#findFile.get(dir, name.text)?.id ??
      Number(this.#addFile.run(dir, name.text, name.raw ?? null, nameKey(name.text)).lastInsertRowid)
    );
  }
}
