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
  const places = await placesFor(beside, folders);
  for (const entry of beside) {
    // The name without the number of its part goes first.
    const fitting = titlesOf(entry.name)
      .map(name => places.filter(place => place.entry === entry && place.name === name))
      .find(found => found.length > 0);
    const photos = new Set(fitting?.map(({ identity }) => identity));
    if (fitting != null && photos.size === 1) {
      for (const { folder, name } of fitting) folder.add(new RenamedEntry(entry, name));
      continue;
    }
    left.push(entry);
    if (photos.size > 1) {
      findings.push({
        code: 'ambiguous-sidecar',
        path: entry.name,
        message: `${entry.name}, which lies beside the archives, fits the sidecars of ${photos.size} videos. None of them was used.`,
      });
    }
  }
  return { left, findings };
}

/** The names that it may have in the export. */
function titlesOf(name: string): readonly string[] {
  const without = name.replace(/-\d{1,4}(?=\.[^.]+$)/, '');
  return without === name ? [name] : [without, name];
}

interface Place {
  readonly entry: Entry;
  readonly name: string;
  readonly folder: TakeoutFolder;
  readonly identity: string;
}

async function placesFor(beside: readonly Entry[], folders: readonly TakeoutFolder[]): Promise<readonly Place[]> {
  const places: Place[] = [];
  if (beside.length === 0) return places;
  const wanted = beside.flatMap(entry => titlesOf(entry.name).map(name => ({ entry, name, bodies: bodiesOf(name) })));
  for (const folder of folders) {
    const { files } = folder.read();
    for (const { entry, name, bodies } of wanted) {
      if (files.rowOf(name) != null) continue;
      for (const body of bodies) {
        const sidecar = files.get(`${body}.json`);
        const json = sidecar == null ? undefined : await readJson(sidecar);
        if (json?.form === 'photo') places.push({ entry, name, folder, identity: json.identity });
      }
    }
  }
  return places;
}

function bodiesOf(name: string): readonly string[] {
  const { stem } = splitName(name);
  return ownSidecars(stem.normalize('NFC'), name.slice(stem.length + 1)).flatMap(({ bodies }) => bodies);
}
