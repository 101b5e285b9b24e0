import { nameKey } from '../../backup/name.ts';
import { splitName } from '../../media/kinds.ts';
import { ownSidecars } from '../../media/takeoutNames.ts';
import type { Entry } from '../archive/entry.ts';
import { RenamedEntry } from '../archive/renamedEntry.ts';
import type { SourceFinding } from '../finding.ts';
import type { TakeoutFolder } from './folders.ts';
import { readJson } from './readFolder.ts';

/**
 * Puts media that came beside the archives (`VID_1-002.mp4`, larger than a part) into the folders that have a sidecar
 * for them and no media: their year folder and their albums.
 * @returns those that fit nowhere or to two photos, and what to say of it
 */
export async function placeBeside(
  beside: readonly Entry[],
  folders: readonly TakeoutFolder[],
): Promise<{ readonly left: readonly Entry[]; readonly findings: readonly SourceFinding[] }> {
  const left: Entry[] = [];
  const findings: SourceFinding[] = [];
  for (const entry of beside) {
    const fitting = [];
    for (const name of titlesOf(entry.name)) {
      fitting.push(...(await foldersFor(name, folders)));
      if (fitting.length > 0) break;
    }
    const photos = new Set(fitting.map(({ identity }) => identity));
    if (photos.size === 1) {
      for (const { folder, name } of fitting) folder.files.set(nameKey(name), new RenamedEntry(entry, name));
    } else {
      left.push(entry);
      if (photos.size > 1) {
        findings.push({
          code: 'ambiguous-sidecar',
          path: entry.name,
          message: `${entry.name}, which lies beside the archives, fits the sidecars of ${photos.size} videos. None of them was used.`,
        });
      }
    }
  }
  return { left, findings };
}

/** The name without the number of its part; as it is, where that leads nowhere. */
function titlesOf(name: string): readonly string[] {
  const without = name.replace(/-\d{1,4}(?=\.[^.]+$)/, '');
  return without === name ? [name] : [without, name];
}

async function foldersFor(name: string, folders: readonly TakeoutFolder[]) {
  const { stem } = splitName(name);
  const bodies = ownSidecars(stem.normalize('NFC'), name.slice(stem.length + 1)).flatMap(found => found.bodies);
  const fitting: { folder: TakeoutFolder; name: string; identity: string }[] = [];
  for (const folder of folders) {
    if (folder.files.has(nameKey(name))) continue;
    for (const body of bodies) {
      const sidecar = folder.files.get(nameKey(`${body}.json`));
      const json = sidecar == null ? undefined : await readJson(sidecar);
      if (json?.form === 'photo') fitting.push({ folder, name, identity: json.identity });
    }
  }
  return fitting;
}
