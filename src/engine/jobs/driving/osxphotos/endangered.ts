/**
 * Which files osxphotos may replace while it updates a photo: those that it exported of it before, and those beside
 * them that it would give the same stem (a live video, a RAW, a sidecar), whoever they are of.
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
  /** Stems of the names of photos that come for the first time. */
  readonly #stems = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @param exported of one photo that osxphotos is asked for. @param name that the photo came with */
  add(exported: readonly ExportedFile[], name: string): void {
    this.#stems.add(keyOf(splitName(name).stem));
    for (const { path } of exported) {
      this.#paths.add(path);
      const slash = path.lastIndexOf('/');
      const dir = path.slice(0, Math.max(0, slash));
      const stem = `${keyOf(splitName(path.slice(slash + 1)).stem)}.`;
      for (const other of this.#names(dir))
        if (keyOf(other).startsWith(stem)) this.#paths.add(dir === '' ? other : `${dir}/${other}`);
    }
  }

  /** Sidecars are written to a name that is made of the photo's, whether or not there is one. */
  addSidecars(catalog: Catalog): void {
    const rows = catalog
      .prepare<[], { path: string; name: string }>(
        `SELECT d.path, f.name FROM file f JOIN dir d ON d.id = f.dir WHERE f.present = 1 AND f.raw IS NULL AND d.raw IS NULL
         AND (f.key LIKE '%.xmp' OR f.key LIKE '%.json' OR f.key LIKE '%.aae')`,
      )
      .iterate();
    for (const { path, name } of rows) {
      const stem = name.slice(0, Math.max(0, name.indexOf('.'))).replace(/ \(\d+\)$/, '');
      if (this.#stems.has(keyOf(stem))) this.#paths.add(path === '' ? name : `${path}/${name}`);
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
