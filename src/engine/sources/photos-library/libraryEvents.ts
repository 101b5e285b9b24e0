import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { aaeFacts } from '../../media/aaeSidecar.ts';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts } from '../../media/model.ts';
import { SIDECAR_LIMIT } from '../../media/sidecar.ts';
import { NativeMissing } from '../../sqlite/native.ts';
import { TextSet } from '../../table/textSet.ts';
import type { Part } from '../archive/entry.ts';
import type { FolderPart } from '../archive/folderPart.ts';
import { wholeEntry } from '../archive/wholeEntry.ts';
import type { SourceFinding } from '../finding.ts';
import { type Given, SourceUnreadable } from '../given.ts';
import type { OutsideFiles } from '../outsideFiles.ts';
import type { ItemStates, OpenOptions, SourceEvent, SourceFile, SourceItem } from '../source.ts';
import { PlacedFile } from '../sourceFile.ts';
import { StatedSidecar } from '../statedSidecar.ts';
import { refusedWords } from './libraryAccess.ts';
import { LibraryDatabase } from './libraryDatabase.ts';
import { libraryFacts, libraryRaw } from './libraryFacts.ts';
import { LibraryFiles } from './libraryFiles.ts';
import { type AbsentFile, type FoundFiles, filesOf, type LibraryFile } from './libraryItem.ts';
import { type OriginalPlace, originalPlace } from './libraryPlace.ts';
import type { LibraryRow } from './libraryRow.ts';
import { DATABASE } from './libraryStamp.ts';

const UUID = /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/i;
/** In `ZBUNDLESCOPE`: what others sent by Messages. It isn't the person's until they save it. */
const SENT = 3;
/** Photos between two pauses, so that a stop is heard. */
const TURN = 256;

/** @param outside is told of originals that lie elsewhere @throws SourceUnreadable, {@link NativeMissing} */
export async function* libraryEvents(
  given: Given,
  options: OpenOptions,
  outside: OutsideFiles,
): AsyncGenerator<SourceEvent> {
  for (const part of given.parts) yield* new Library(part as FolderPart, given.parts, options, outside).events();
}

class Library {
  readonly #part: FolderPart;
  readonly #parts: readonly Part[];
  readonly #options: OpenOptions;
  readonly #outside: OutsideFiles;
  readonly #findings: SourceFinding[] = [];
  readonly #files: LibraryFiles;
  /** Paths of files that an asset has. */
  readonly #claimed = new TextSet();
  /** UUIDs. */
  readonly #seen = new TextSet();

  constructor(part: FolderPart, parts: readonly Part[], options: OpenOptions, outside: OutsideFiles) {
    this.#part = part;
    this.#parts = parts;
    this.#options = options;
    this.#outside = outside;
    this.#files = new LibraryFiles(part, finding => this.#findings.push(finding));
  }

  async *events(): AsyncGenerator<SourceEvent> {
    const database = this.#open();
    try {
      let turn = 0;
      for (const row of database.rows()) {
        if (++turn % TURN === 0) await setImmediate();
        const item = await this.#item(row, database);
        yield* this.#told();
        if (item != null) yield { type: 'item', item };
      }
    } catch (error) {
      throw this.#unreadable(error);
    } finally {
      database.close();
    }
    this.#unknown();
    yield* this.#told();
  }

  #open(): LibraryDatabase {
    try {
      return new LibraryDatabase(path.join(this.#part.path, DATABASE));
    } catch (error) {
      throw this.#unreadable(error);
    }
  }

  #unreadable(error: unknown): Error {
    if (error instanceof NativeMissing || error instanceof SourceUnreadable) return error;
    const { code, message } = error as NodeJS.ErrnoException;
    const file = path.join(this.#part.path, DATABASE);
    const refused = refusedWords(file, code);
    if (refused != null) return new SourceUnreadable(refused);
    if (code === 'ENOENT')
      return new SourceUnreadable(
        `${this.#part.path} has no ${DATABASE}. Nothing was changed. It was made by a macOS before 10.15, or isn’t whole: open it once with Photos, then export again.`,
      );
    if (code?.startsWith('E') && code !== 'ENOTDIR') return error as Error;
    return new SourceUnreadable(
      `The library ${this.#part.path} can’t be read: ${message.replace(/\.$/, '')}. Nothing was changed in it. osxphotos may be able to read it.`,
    );
  }

  *#told(): Generator<SourceEvent> {
    for (const finding of this.#findings.splice(0)) yield { type: 'finding', finding };
  }

  async #item(row: LibraryRow, { joins }: LibraryDatabase): Promise<SourceItem | undefined> {
    const uuid = typeof row.uuid === 'string' && UUID.test(row.uuid) ? row.uuid.toUpperCase() : undefined;
    const place = uuid == null ? undefined : originalPlace(row, uuid, this.#files);
    if (uuid == null || place == null || this.#seen.has(uuid)) {
      const message = `A photo of the library ${this.#part.name} (number ${row.pk} in its database) has no name or place that a photo can have. It was left out.`;
      this.#findings.push({ code: 'unsafe-path', path: DATABASE, message });
      return undefined;
    }
    this.#seen.add(uuid);
    if (place.referenced != null) this.#outside.add(place.referenced, place.entry);
    const raw = joins.raws.has(row.pk) ? { checksum: joins.raws.get(row.pk) } : undefined;
    const found = filesOf(row, uuid, place, this.#files, raw);
    this.#claim(found);
    const states = statesOf(row);
    for (const absent of found.absent) this.#absent(absent, place, row, states);
    const placed = found.files.map(file => this.#placed(file));
    const media = placed.filter(({ role }) => role !== 'sidecar');
    const [main] = media;
    if (main == null) return undefined;
    for (const { size, path: where } of media)
      if (size === 0) this.#findings.push({ code: 'empty', path: where, message: `${where} has no bytes.` });
    const facts = libraryFacts(row, joins);
    const stated = new StatedSidecar(`${DATABASE}/${uuid}.json`, main.name, main.part, facts);
    const sidecars: readonly SourceFile[] = [...placed.filter(({ role }) => role === 'sidecar'), stated];
    const members = [...media, ...sidecars].map(({ name, role }) => ({ name, role }));
    return {
      directory: place.folder,
      main,
      files: media,
      sidecars,
      said: new Map([...(await this.#said(found.files)), [stated.name, facts]]),
      group: { main: main.name, kind: fileKind(main.name) === 'video' ? 'video' : 'photo', members },
      albums: joins.albums.of(row.pk),
      states,
      raw: libraryRaw(row, uuid),
    };
  }

  async #said(files: readonly LibraryFile[]): Promise<readonly (readonly [string, FileFacts])[]> {
    const said: (readonly [string, FileFacts])[] = [];
    for (const file of files) {
      const facts = file.role === 'sidecar' ? await recipe(file) : await this.#options.facts?.(this.#placed(file));
      if (facts != null) said.push([file.placing.name, facts]);
    }
    return said;
  }

  #placed({ entry, folder, role, placing }: LibraryFile): PlacedFile {
    return new PlacedFile(entry, folder, role, this.#parts, placing);
  }

  #claim({ files }: FoundFiles): void {
    for (const { folder, entry } of files) this.#claimed.add(`${folder}/${entry.name}`);
  }

  #absent({ what, path: where, name }: AbsentFile, place: OriginalPlace, row: LibraryRow, states: ItemStates): void {
    const its = what === 'original' ? `The original of ${name}` : `The ${what} of ${name}`;
    if (states.trashed || row.scope === SENT) {
      const why = states.trashed ? 'it was deleted in Photos' : 'it was sent to you, and not saved into the library';
      this.#findings.push({ code: 'skipped', path: where, message: `${its} isn’t on this computer; ${why}.` });
      return;
    }
    const message =
      place.referenced == null
        ? `${its} isn’t on this computer: with Optimise Mac Storage it is in iCloud only. Get it with “osxphotos export --download-missing”, or choose Download Originals to this Mac in the settings of Photos, then export again.`
        : `${its} was never copied into the library: it is expected ${what === 'original' ? 'at' : 'beside'} ${place.referenced}. Connect the drive that it is on, then export again.`;
    this.#findings.push({ code: 'online-only', path: where, message, missing: true });
  }

  /** What lies among the originals and isn't known to the database. */
  #unknown(): void {
    for (const folder of this.#files.foldersIn('originals').map(name => `originals/${name}`)) {
      for (const name of this.#files.in(folder).files.keys()) {
        const where = `${folder}/${name}`;
        if (this.#claimed.has(where) || !['image', 'raw', 'video'].includes(fileKind(name))) continue;
        const message = `${where} lies in the library, but its database doesn’t know it. It was left out; to take it too, copy it out of the library and export the copy.`;
        this.#findings.push({ code: 'unmatched-media', path: where, message });
      }
    }
  }
}

function statesOf({ trashed, hidden }: LibraryRow): ItemStates {
  return {
    ...(typeof trashed === 'number' && trashed !== 0 && { trashed: true as const }),
    ...(hidden === 1 && { hidden: true as const }),
  };
}

async function recipe({ entry }: LibraryFile): Promise<FileFacts | undefined> {
  return entry.size > SIDECAR_LIMIT ? undefined : aaeFacts(await wholeEntry(entry));
}
