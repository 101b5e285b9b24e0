import { appleChecksum } from '../../media/appleChecksum.ts';
import { fileKind, splitName } from '../../media/kinds.ts';
import type { Role } from '../../media/model.ts';
import { line } from '../../media/tagValues.ts';
import type { FolderEntry } from '../archive/folderEntry.ts';
import type { Placing } from '../sourceFile.ts';
import type { LibraryFiles } from './libraryFiles.ts';
import type { OriginalPlace } from './libraryPlace.ts';
import type { LibraryRow } from './libraryRow.ts';

/** A file of an asset: where it lies, and what it is called outside of the library. */
export interface LibraryFile {
  readonly entry: FolderEntry;
  readonly folder: string;
  readonly role: Role;
  readonly placing: Placing & { readonly name: string };
}

/** A file that the database tells of and that isn't here. */
export interface AbsentFile {
  readonly what: 'original' | 'RAW' | 'live video' | 'edited version';
  readonly path: string;
  readonly name: string;
}

export interface FoundFiles {
  readonly files: readonly LibraryFile[];
  readonly absent: readonly AbsentFile[];
}

/** Tells which files are a photo's, by the names that Photos gives them. */
export function filesOf(
  row: LibraryRow,
  uuid: string,
  place: OriginalPlace,
  library: LibraryFiles,
  raw: { readonly checksum: unknown } | undefined,
): FoundFiles {
  const names = new Naming(originalName(row.original, place.name));
  const files: LibraryFile[] = [];
  const absent: AbsentFile[] = [];
  const isEdited = typeof row.adjusted === 'number' && row.adjusted > 0;
  const isVideo = row.kind === 1;
  const add = (entry: FolderEntry, folder: string, role: Role, name: string, checksum?: unknown): void => {
    const placing = { name, appleChecksum: appleChecksum(checksum, isEdited) };
    files.push({ entry, folder, role, placing });
  };
  const missing = (what: AbsentFile['what'], path: string): void => {
    absent.push({ what, path, name: names.main });
  };
  const beside = place.listed?.byUuid.get(uuid) ?? [];
  const named = (ending: RegExp): readonly FolderEntry[] =>
    beside.filter(({ name }) => ending.test(name.slice(uuid.length)) && name !== place.name);
  const originalRole: Role = fileKind(names.main) === 'raw' ? 'raw' : 'original';
  if (place.entry == null) missing('original', `${place.folder}/${place.name}`);
  else add(place.entry, place.folder, originalRole, names.take(names.main), row.checksum);

  const [rawFile] = named(/^_4\.[^.]+$/).filter(({ name }) => fileKind(name) === 'raw');
  if (rawFile != null) add(rawFile, place.folder, 'raw', names.beside(rawFile.name), raw?.checksum);
  else if (raw != null) missing('RAW', `${place.folder}/${uuid}_4`);

  if (!isVideo) {
    const [live] = named(/^_3\.[^.]+$/).filter(({ name }) => fileKind(name) === 'video');
    if (live != null) add(live, place.folder, 'live', names.beside(live.name));
    else if (row.subtype === 2) missing('live video', `${place.folder}/${uuid}_3.mov`);
  }

  if (isEdited) {
    const folder = `resources/renders/${uuid.charAt(0)}`;
    const renders = library.in(folder).byUuid.get(uuid) ?? [];
    const rendered = (ending: RegExp): FolderEntry | undefined =>
      renders.find(({ name }) => ending.test(name.slice(uuid.length)));
    const edit = rendered(isVideo ? /^_2_0_a\.[^.]+$/ : /^_1_201_a\.[^.]+$/);
    if (edit != null) add(edit, folder, 'edited', names.edited(edit.name));
    // A slow-motion video is "edited" by its camera and has no render.
    else if (!isVideo) missing('edited version', `${folder}/${uuid}_1_201_a`);
    const live = isVideo ? undefined : rendered(/^_2_100_a\.[^.]+$/);
    if (live != null) add(live, folder, 'edited', names.edited(live.name));
  }
  for (const recipe of named(/^(_\w+)?\.aae$/i)) add(recipe, place.folder, 'sidecar', names.beside(recipe.name));
  // Without its photo the video stands for itself.
  const media = files.filter(({ role }) => role !== 'sidecar');
  const placed = media.every(({ role }) => role === 'live')
    ? files.map((file): LibraryFile => (file.role === 'live' ? { ...file, role: 'original' } : file))
    : files;
  return { files: placed.toSorted((a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role)), absent };
}

const ORDER: readonly Role[] = ['original', 'raw', 'edited', 'live', 'other', 'sidecar'];

/** The name that it came with; the library's own where that is none. */
function originalName(original: unknown, there: string): string {
  const text = line(original)?.replaceAll('/', '_').replace(/^\.+/, '');
  if (text == null || text === '') return there;
  const { extension } = splitName(there);
  if (fileKind(text) !== 'other' || extension === '') return text;
  return `${text}.${extension}`;
}

/** Names of an asset's files, all after the original's; no two alike. */
class Naming {
  readonly main: string;
  readonly #taken = new Set<string>();

  constructor(main: string) {
    this.main = main;
  }

  beside(name: string): string {
    return this.take(`${splitName(this.main).stem}.${extensionOf(name)}`);
  }

  edited(name: string): string {
    return this.take(`${splitName(this.main).stem}_edited.${extensionOf(name)}`);
  }

  take(wanted: string): string {
    const { stem, extension } = splitName(wanted);
    let name = wanted;
    for (let n = 2; this.#taken.has(name.toLowerCase()); n++) name = `${stem}-${n}.${extension}`;
    this.#taken.add(name.toLowerCase());
    return name;
  }
}

function extensionOf(name: string): string {
  return name.slice(splitName(name).stem.length + 1);
}
