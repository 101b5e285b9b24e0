/** What a person named as the source: taken apart into archives, folders and files, and listed once for all who look. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { archiveForm, archiveName } from './archive/archiveForm.ts';
import type { Part } from './archive/entry.ts';
import { EntryList, EntryTable } from './archive/entryList.ts';
import { FilePart } from './archive/filePart.ts';
import { FolderPart } from './archive/folderPart.ts';
import { TarPart } from './archive/tarPart.ts';
import { ZipPart } from './archive/zipPart.ts';
import type { SourceFinding } from './finding.ts';
import { refusedWords } from './photos-library/libraryAccess.ts';

/** What a part holds. */
export interface PartListing {
  readonly part: Part;
  /** By folder within the part. */
  readonly directories: ReadonlyMap<string, EntryList>;
  readonly findings: readonly SourceFinding[];
}

/** A path that was named isn't there, or can't be read. The message says which. */
export class SourceUnreadable extends Error {
  override readonly name = 'SourceUnreadable';
}

export class Given {
  readonly parts: readonly Part[];
  readonly #more: (() => Promise<void>)[] = [];
  readonly #folderStamp: ((folder: string) => Promise<string>) | undefined;
  #listings: Promise<readonly PartListing[]> | undefined;

  private constructor(parts: readonly Part[], folderStamp: ((folder: string) => Promise<string>) | undefined) {
    this.parts = parts;
    this.#folderStamp = folderStamp;
  }

  /**
   * @param paths absolute or from the working folder: archives, folders (of archives, too), files
   * @param folderStamp a quicker way to the stamp of a folder, by its absolute path
   * @throws SourceUnreadable
   */
  static of(paths: readonly string[], folderStamp?: (folder: string) => Promise<string>): Given {
    const parts = new Map<string, Part>();
    for (const named of paths) {
      try {
        for (const part of partsOf(fs.realpathSync(named))) if (!parts.has(part.path)) parts.set(part.path, part);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw new SourceUnreadable(
          code === 'ENOENT'
            ? `${named} isn't there. Nothing was changed. Check the path, or whether its drive is plugged in.`
            : (refusedWords(named, code) ?? `${named} can't be read (${code ?? error}). Nothing was changed.`),
        );
      }
    }
    return new Given(withoutNested([...parts.values()]), folderStamp);
  }

  /** Listed at the first call. */
  listings(): Promise<readonly PartListing[]> {
    this.#listings ??= listAll(this.parts);
    return this.#listings;
  }

  /** Changes when anything that is listed may have changed: of archives their size and time, of folders every file's. */
  async stamp(): Promise<string> {
    const hash = createHash('sha256');
    for (const part of this.parts) {
      const quick = part.form === 'folder' ? this.#folderStamp?.(part.path) : undefined;
      hash.update(`${part.path}\n${await (quick ?? part.stamp())}\n`);
    }
    return hash.digest('hex');
  }

  /** "3 zips", "a folder", "2 zips and a folder" */
  inWords(): string {
    const counts = Map.groupBy(this.parts, ({ form }) => (form === 'tar' ? 'tgz' : form));
    const words = {
      zip: ['a zip', 'zips'],
      tgz: ['a tar', 'tars'],
      folder: ['a folder', 'folders'],
      file: ['a file', 'files'],
    };
    const parts = [...counts].map(([form, of]) =>
      of.length === 1 ? words[form][0] : `${of.length} ${words[form][1]}`,
    );
    return parts.length < 2 ? (parts[0] ?? 'nothing') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
  }

  /** Absolute path of a file, or of the archive that it lies in. */
  placeOf({
    onDisk,
    part,
  }: {
    readonly onDisk: string | Buffer | undefined;
    readonly part: number;
  }): string | undefined {
    return typeof onDisk === 'string' ? onDisk : this.parts[part]?.path;
  }

  /** For what a source opens besides: archives that lie in archives. */
  onClose(close: () => Promise<void>): void {
    this.#more.push(close);
  }

  async close(): Promise<void> {
    for (const part of this.parts) await part.close();
    for (const close of this.#more.splice(0).reverse()) await close();
  }
}

function partsOf(file: string): readonly Part[] {
  const stat = fs.statSync(file);
  if (!stat.isDirectory()) return [filePart(file)];
  // A folder of archives; those deeper down belong to something else.
  const archives = fs
    .readdirSync(file, { withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.name.startsWith('.') && archiveName(entry.name) != null)
    .map(entry => entry.name)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  return [...archives.map(name => filePart(path.join(file, name))), new FolderPart(file, new Set(archives))];
}

function filePart(file: string): Part {
  const form = archiveForm(file);
  if (form === 'zip') return new ZipPart(file);
  return form == null ? new FilePart(file) : new TarPart(file, form);
}

/** What lies in a folder that was named as well would be there twice. */
function withoutNested(parts: readonly Part[]): readonly Part[] {
  const folders = parts.filter(({ form }) => form === 'folder').map(part => `${part.path}${path.sep}`);
  return parts.filter(
    part => (part.form !== 'folder' && part.form !== 'file') || !folders.some(folder => part.path.startsWith(folder)),
  );
}

async function listAll(parts: readonly Part[]): Promise<readonly PartListing[]> {
  const listings: PartListing[] = [];
  for (const part of parts) listings.push(await listPart(part));
  return listings;
}

/** @throws the system's errors */
export async function listPart(part: Part): Promise<PartListing> {
  const directories = new Map<string, EntryList>();
  const table = new EntryTable(part);
  const findings: SourceFinding[] = [];
  await part.list({
    entry(directory, entry) {
      const there = directories.get(directory) ?? new EntryList(table, directory);
      if (there.length === 0) directories.set(directory, there);
      there.add(entry);
    },
    finding(code, where, message, missing) {
      findings.push({ code, path: where === '' ? part.name : where, message, ...(missing && { missing }) });
    },
  });
  return { part, directories, findings };
}
