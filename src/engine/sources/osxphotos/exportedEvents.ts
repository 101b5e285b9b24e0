import path from 'node:path';
import { nameKey } from '../../backup/name.ts';
import { folderEvents } from '../folder/folderEvents.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import type { OpenOptions, SourceEvent, SourceFile, SourceItem } from '../source.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import { ExportDatabase, UnknownExport } from './exportDatabase.ts';
import { exportedAlbums, exportedFacts, exportedRaw, exportedStates } from './exportedFacts.ts';
import type { ExportedFile } from './exportedFile.ts';
import { EXPORT_DATABASE } from './exportStamp.ts';
import { isMedia } from './libraryPhotos.ts';

/** A folder's files, and with each what osxphotos knew of it. @throws SourceUnreadable */
export async function* exportedEvents(given: Given, options: OpenOptions): AsyncGenerator<SourceEvent> {
  const folders = given.parts.map(({ path: folder, form }) => (form === 'folder' ? openExport(folder) : undefined));
  try {
    for await (const event of folderEvents(given, options)) {
      if (event.type === 'item') {
        for (const { part, onDisk } of [...event.item.files, ...event.item.sidecars])
          if (typeof onDisk === 'string') folders[part]?.see(onDisk);
        yield { type: 'item', item: told(event.item, folders) };
      } else if (path.basename(event.finding.path) !== EXPORT_DATABASE) yield event;
    }
    for (const folder of folders) yield* folder?.absent() ?? [];
  } finally {
    for (const folder of folders) folder?.close();
  }
}

function told(item: SourceItem, folders: readonly (ExportFolder | undefined)[]): SourceItem {
  const found = item.files.map(file => folders[file.part]?.of(file)).find(of => of != null);
  if (found == null) return item;
  const { uuid, info } = found;
  const facts = exportedFacts(info);
  // Beside a JSON of its own, which would have the plain name.
  const stated = new StatedSidecar(
    `${EXPORT_DATABASE}/${uuid}.json`,
    `${item.main.name}.osxphotos`,
    item.main.part,
    facts,
  );
  const { name, role } = stated;
  return {
    ...item,
    sidecars: [...item.sidecars, stated],
    said: new Map([...item.said, [name, facts]]),
    group: { ...item.group, members: [...item.group.members, { name, role }] },
    albums: exportedAlbums(info),
    states: exportedStates(info),
    raw: exportedRaw(info, uuid),
  };
}

function openExport(folder: string): ExportFolder | undefined {
  try {
    const database = ExportDatabase.in(folder);
    return database == null ? undefined : new ExportFolder(folder, database);
  } catch (error) {
    if (error instanceof UnknownExport || (error instanceof Error && error.name === 'ForeignUnreadable'))
      throw new SourceUnreadable(`${error.message} With "--from folder" the files are taken as they are.`);
    throw error;
  }
}

/** A folder that was exported into. */
class ExportFolder {
  readonly #folder: string;
  readonly #database: ExportDatabase;
  readonly #files = new Map<string, ExportedFile>();
  readonly #seen = new Set<string>();

  constructor(folder: string, database: ExportDatabase) {
    this.#folder = folder;
    this.#database = database;
    for (const file of database.files()) this.#files.set(nameKey(file.path), file);
  }

  see(file: string): void {
    this.#seen.add(this.#keyOf(file));
  }

  of({ onDisk }: SourceFile): { readonly uuid: string; readonly info: Readonly<Record<string, unknown>> } | undefined {
    const file = typeof onDisk === 'string' ? this.#files.get(this.#keyOf(onDisk)) : undefined;
    const info = file == null ? undefined : this.#database.info(file.uuid);
    return file == null || info == null ? undefined : { uuid: file.uuid, info };
  }

  /** What was exported and isn't there any more. */
  *absent(): Generator<SourceEvent> {
    for (const [key, { path: where, destSize }] of this.#files) {
      if (destSize == null || this.#seen.has(key) || !isMedia(where.slice(where.lastIndexOf('/') + 1))) continue;
      const message = `${where} was exported by osxphotos, and isn’t in ${this.#folder} any more. The next update by osxphotos brings it back.`;
      yield { type: 'finding', finding: { code: 'missing-part', path: where, message, missing: true } };
    }
  }

  close(): void {
    this.#database.close();
  }

  #keyOf(file: string): string {
    return nameKey(path.relative(this.#folder, file).split(path.sep).join('/'));
  }
}
