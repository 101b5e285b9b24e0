/**
 * Which files osxphotos may replace while it updates a photo: those that it exported of it before, and those beside
 * them that it would give the same stem (a live video, a RAW), whoever they are of; and sidecars, if it writes any.
 */
import fs from 'node:fs';
import { nameKey } from '../../../backup/name.ts';
import type { Catalog } from '../../../catalog/open.ts';
import { splitName } from '../../../media/kinds.ts';
import type { ExportedFile } from '../../../sources/osxphotos/exportedFile.ts';

export class Endangered {
  readonly #root: string;
  readonly #paths = new Set<string>();
  /** Names of folders that were listed, by folder. */
  readonly #listed = new Map<string, readonly string[]>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @param exported of one photo that osxphotos is asked for */
  add(exported: readonly ExportedFile[]): void {
    for (const { path } of exported) {
      this.#paths.add(path);
      const slash = path.lastIndexOf('/');
      const dir = path.slice(0, Math.max(0, slash));
      const stem = `${keyOf(splitName(path.slice(slash + 1)).stem)}.`;
      for (const other of this.#names(dir))
        if (keyOf(other).startsWith(stem)) this.#paths.add(dir === '' ? other : `${dir}/${other}`);
    }
  }

  /**
   * osxphotos looks whether the name of a photo is free, not whether those of its sidecars are, and templates name
   * photos as they like: any sidecar may be in the way that is none of its own.
   * @param own whatever osxphotos has exported, of all photos
   * @param endings in lower case
   */
  addSidecars(catalog: Catalog, own: Iterable<readonly ExportedFile[]>, endings: readonly string[]): void {
    const known = new Set<string>();
    for (const files of own) for (const { path } of files) known.add(keyOf(path));
    for (const ending of endings) {
      const rows = catalog
        .prepare<[string], { path: string; name: string }>(
          `SELECT d.path, f.name FROM file f JOIN dir d ON d.id = f.dir
           WHERE f.present = 1 AND f.raw IS NULL AND d.raw IS NULL AND f.name LIKE '%' || ?`,
        )
        .iterate(ending);
      for (const { path, name } of rows) {
        const where = path === '' ? name : `${path}/${name}`;
        if (!known.has(keyOf(where))) this.#paths.add(where);
      }
    }
  }

  get paths(): readonly string[] {
    return [...this.#paths];
  }

  #names(dir: string): readonly string[] {
    const known = this.#listed.get(dir);
    if (known != null) return known;
    let names: readonly string[] = [];
    try {
      names = fs.readdirSync(dir === '' ? this.#root : `${this.#root}/${dir}`, 'utf8');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    }
    this.#listed.set(dir, names);
    return names;
  }
}

const keyOf = (name: string): string => nameKey(name).toLowerCase();
