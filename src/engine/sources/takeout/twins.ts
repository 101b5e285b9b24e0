import { nameKey } from '../../backup/name.ts';
import type { Entry } from '../archive/entry.ts';
import { sameBytes } from '../archive/sameBytes.ts';
import type { Unpaired } from './distant.ts';
import type { TakeoutFolder } from './folders.ts';
import { readFolder } from './readFolder.ts';

/** A photo without sidecar, and its main file. */
export interface Alone extends Unpaired {
  readonly main: Entry;
}

/**
 * Finds the sidecars of photos that lie in another folder as well, with the same name and bytes: what is said of the
 * one is true of the other. Folders that have such a name are read a second time, which is rarely any.
 */
export async function twinSidecars<T extends Alone>(
  alone: readonly T[],
  folders: readonly TakeoutFolder[],
): Promise<ReadonlyMap<T, Entry>> {
  const found = new Map<T, Entry>();
  const byName = Map.groupBy(
    alone.filter(({ main }) => main.size > 0),
    ({ main }) => nameKey(main.name),
  );
  if (byName.size === 0) return found;
  for (const folder of folders) {
    const candidates: (readonly [T, string])[] = [];
    for (const { name, size } of folder.entries()) {
      for (const one of byName.get(nameKey(name)) ?? []) {
        if (one.folder !== folder && one.main.size === size && !found.has(one)) candidates.push([one, name]);
      }
    }
    if (candidates.length === 0) continue;
    const names = new Set(candidates.map(([, name]) => name));
    const read = await readFolder(folder, undefined);
    const { entries, said } = read;
    const sidecars = new Map<string, string | undefined>();
    for (const { groups } of read.groupings())
      for (const { main, members } of groups)
        if (names.has(main)) sidecars.set(main, members.find(({ name }) => said.isPhoto(name))?.name);
    read.close();
    for (const [one, name] of candidates) {
      const [twin, sidecar] = [entries.get(name), sidecars.get(name)];
      if (twin != null && sidecar != null && (await sameBytes(one.main, twin))) found.set(one, entries.get(sidecar)!);
    }
  }
  return found;
}
