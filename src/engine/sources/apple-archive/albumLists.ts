import { nameKey } from '../../backup/name.ts';
import { line } from '../../media/tagValues.ts';
import type { Entry } from '../archive/entry.ts';
import type { SourceFinding } from '../finding.ts';
import { type ArchiveFolder, isMedia, within } from './archiveFolder.ts';

interface AlbumList {
  readonly title: string;
  /** Where it is listed, to show. */
  readonly path: string;
  readonly names: readonly string[];
}

/**
 * Albums and memories, which list their photos by name only. A name that several photos of the archive have tells of
 * none of them.
 */
export class AlbumLists {
  readonly #lists: AlbumList[] = [];
  readonly #titles = new Map<string, Set<string>>();
  /** Of the names that are listed: the one file of it, or that there are several. */
  readonly #files = new Map<string, string | 'several'>();

  add(folder: ArchiveFolder, { name }: Entry, names: readonly string[], isMemory: boolean): void {
    const own = line(name.normalize('NFC').replace(/\.csv$/i, '')) ?? name;
    const title = isMemory ? `Memory: ${own}` : own;
    this.#lists.push({ title, path: within(folder, name), names });
    for (const each of names) {
      const titles = this.#titles.get(nameKey(each));
      if (titles == null) this.#titles.set(nameKey(each), new Set([title]));
      else titles.add(title);
    }
  }

  /** Every folder whose photos an album may have. */
  count(folder: ArchiveFolder): void {
    for (const entry of folder.entries) {
      const key = nameKey(entry.name);
      if (!this.#titles.has(key) || !isMedia(entry)) continue;
      const bytes = `${entry.size} ${entry.crc32}`;
      const there = this.#files.get(key);
      this.#files.set(key, there == null || (there === bytes && entry.crc32 != null) ? bytes : 'several');
    }
  }

  /** After `count`. */
  titlesOf(name: string): Iterable<string> {
    const key = nameKey(name);
    return this.#files.get(key) === 'several' ? [] : (this.#titles.get(key) ?? []);
  }

  /** After `count`: one for each list that couldn't be used in full. */
  *findings(): Generator<SourceFinding> {
    for (const { title, path, names } of this.#lists) {
      if (names.length === 0) yield { code: 'skipped', path, message: `${path} lists nothing: ${title} is empty.` };
      const several = names.filter(name => this.#files.get(nameKey(name)) === 'several');
      if (several.length > 0) {
        const message = `${title} lists ${some(several)} by name only, and several photos are called so. They were not put into it.`;
        yield { code: 'ambiguous-sidecar', path, message };
      }
      const absent = names.filter(name => !this.#files.has(nameKey(name)));
      if (absent.length > 0) {
        const message = `${title} lists ${some(absent)}, which the parts given don’t have.`;
        yield { code: 'unmatched-sidecar', path, message };
      }
    }
  }
}

function some(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
