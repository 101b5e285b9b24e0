import fs from 'node:fs';
import path from 'node:path';
import { walk } from '../../backup/walk.ts';
import { FolderEntry, type OnDisk } from '../archive/folderEntry.ts';
import type { SourceFinding } from '../finding.ts';

/** Folders that are kept listed: a photo's files lie in two or three, and are looked for in some more. */
const KEPT = 8;
/** Files of these; of more only the folders that are in use. */
const KEPT_FILES = 20_000;
const IN_USE = 3;
const UUID = /^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}/i;

/** One folder of a library, by names and by the photos that the names begin with. */
export interface LibraryFolder {
  readonly files: ReadonlyMap<string, FolderEntry>;
  /** UUIDs in upper case. */
  readonly byUuid: ReadonlyMap<string, readonly FolderEntry[]>;
}

/** What lies in a library on the disk, folder by folder: those of the photos in turn, so few are held at once. */
export class LibraryFiles {
  readonly #part: OnDisk;
  readonly #listed = new Map<string, LibraryFolder>();
  readonly #tell: (finding: SourceFinding) => void;

  /** @param tell of what is there and can't be taken */
  constructor(part: OnDisk, tell: (finding: SourceFinding) => void) {
    this.#part = part;
    this.#tell = tell;
  }

  /** @param folder within the library, with `/` */
  in(folder: string): LibraryFolder {
    const there = this.#listed.get(folder);
    if (there == null) this.#makeRoom();
    else this.#listed.delete(folder);
    const listed = there ?? this.#list(folder);
    // Those asked for lately are last.
    this.#listed.set(folder, listed);
    return listed;
  }

  #makeRoom(): void {
    let files = 0;
    for (const folder of this.#listed.values()) files += folder.files.size;
    for (const [name, folder] of this.#listed) {
      const { size } = this.#listed;
      if (size < KEPT && (files <= KEPT_FILES || size < IN_USE)) return;
      this.#listed.delete(name);
      files -= folder.files.size;
    }
  }

  /** Names of the folders in a folder; links are none. */
  foldersIn(folder: string): readonly string[] {
    if (!isRealFolder(this.#part.root, folder)) return [];
    return fs
      .readdirSync(path.join(this.#part.root, folder), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  }

  #list(folder: string): LibraryFolder {
    const files = new Map<string, FolderEntry>();
    const byUuid = new Map<string, FolderEntry[]>();
    if (!isRealFolder(this.#part.root, folder)) return { files, byUuid };
    const { value } = walk(path.join(this.#part.root, folder)).next();
    for (const { code, path: name, message } of value?.troubles ?? []) {
      const where = name.text === '' ? folder : `${folder}/${name.text}`;
      this.#tell({ code, path: where, message: `${where}: ${message}` });
    }
    let position = 0;
    for (const { name, size, mtime, onlineOnly } of value?.files ?? []) {
      // Its bytes are in the cloud: as good as absent.
      if (onlineOnly) continue;
      const entry = new FolderEntry(this.#part, { text: folder }, name, size, mtime / 1000, position++);
      files.set(name.text, entry);
      const uuid = UUID.exec(name.text)?.[0].toUpperCase();
      if (uuid == null) continue;
      const same = byUuid.get(uuid);
      if (same == null) byUuid.set(uuid, [entry]);
      else same.push(entry);
    }
    return { files, byUuid };
  }
}

/** A library is asked for folders by its database, which nobody vouches for: no link leads out of it. */
function isRealFolder(root: string, folder: string): boolean {
  let there = root;
  for (const part of folder.split('/')) {
    if (part === '' || part === '.' || part === '..') return false;
    there = path.join(there, part);
    if (fs.lstatSync(there, { throwIfNoEntry: false })?.isDirectory() !== true) return false;
  }
  return true;
}
