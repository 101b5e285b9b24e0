/**
 * Another program is going to work in the backup, and may replace files of a person's: they are copied aside before, to
 * `.keepsake/aside/<change>/<path>`, and when it has ended each copy is held against what lies in place. Equal: the copy
 * goes. Replaced: the copy goes to the quarantine, with its line in the journal, so that the change can be undone. Gone:
 * it goes back. What a crash left is settled the same way by the next run.
 */
import fs from 'node:fs';
import path from 'node:path';
import { type HashedFile, hashFile } from '../backup/hash.ts';
import { KEEPSAKE } from '../backup/layout.ts';
import { joinName, joinPath, type Name, nameOf } from '../backup/name.ts';
import { isOnlineOnly } from '../backup/onlineOnly.ts';
import { writeWhole } from '../backup/writeWhole.ts';
import type { FileSystem } from './fileSystem.ts';
import { Folders } from './folders.ts';
import { giveName } from './naming.ts';
import { Places, quarantined } from './places.ts';
import { parted } from './step.ts';

const { COPYFILE_FICLONE, COPYFILE_EXCL } = fs.constants;
const ASIDE = `${KEEPSAKE}/aside`;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A file that is not what it was. */
export interface Replaced {
  readonly path: Name;
  /** SHA-256 in hex. */
  readonly old: string;
  /** What the other program put in its place; undefined where no file is there but something else: a link, a folder. */
  readonly new: HashedFile | undefined;
}

interface Note {
  readonly since: number;
  /** All copies are whole. */
  readonly isReady: boolean;
}

type Pause = () => Promise<void> | undefined;

export class Aside {
  /** Id of the change as which it goes on record. */
  readonly change: string;
  readonly #places: Places;
  readonly #folders: Folders;
  readonly #fs: FileSystem;

  /** @param root absolute path of the backup */
  constructor(root: string, change: string, fileSystem: FileSystem) {
    this.change = change;
    this.#fs = fileSystem;
    this.#places = new Places(root, change);
    this.#folders = new Folders(fileSystem, name => this.#places.at(name));
  }

  /** Those that a run has left, the oldest first. */
  static left(root: string): readonly string[] {
    try {
      return fs
        .readdirSync(path.join(root, ASIDE))
        .filter(name => name.endsWith('.json') && ID.test(name.slice(0, -5)))
        .map(name => name.slice(0, -5))
        .sort();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  /** Before anything else: when it began, Unix ms. On the disk when it returns. */
  begin(since: number): void {
    this.#folders.make({ text: ASIDE });
    this.#note({ since, isReady: false });
  }

  #note(note: Note): void {
    writeWhole(this.#path(`${this.change}.json`), `${JSON.stringify(note)}\n`);
  }

  get #noted(): Note | undefined {
    try {
      const note = JSON.parse(fs.readFileSync(this.#path(`${this.change}.json`), 'utf8')) as Partial<Note>;
      return Number.isFinite(note.since) ? { since: Number(note.since), isReady: note.isReady === true } : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns when it began, Unix ms; undefined where that can't be read */
  get since(): number | undefined {
    return this.#noted?.since;
  }

  /**
   * Copies what is there of these, as quickly as the file system can. On the disk when it resolves.
   * @throws the system's error, after which nothing may be started; whatever `pause` throws
   */
  async take(paths: Iterable<Name>, pause: Pause): Promise<number> {
    let taken = 0;
    for (const file of paths) {
      await pause();
      if (!this.#folders.check(parted(file).dir)) continue;
      const from = this.#places.at(file);
      const stat = fs.lstatSync(from, { throwIfNoEntry: false });
      if (stat?.isFile() !== true || isOnlineOnly(stat)) continue;
      const copy = this.#copy(file);
      this.#folders.make(parted(copy).dir);
      const to = this.#places.at(copy);
      fs.copyFileSync(from, to, COPYFILE_FICLONE | COPYFILE_EXCL);
      const fd = fs.openSync(to, 'r');
      try {
        fs.fsyncSync(fd);
      } finally {
        fs.closeSync(fd);
      }
      // A Date, for a number below zero would set now.
      fs.utimesSync(to, new Date(), stat.mtime);
      this.#folders.touch(parted(copy).dir);
      taken++;
    }
    await this.#folders.sync();
    // From now on the program may be started: until here no copy was needed, and one may be half made.
    this.#note({ since: this.since ?? Date.now(), isReady: true });
    return taken;
  }

  /** @param isDone whether a file was taken on record as replaced by this change already. @returns what was replaced */
  async compare(isDone: (file: Name) => boolean, pause: Pause): Promise<readonly Replaced[]> {
    const replaced: Replaced[] = [];
    const isReady = this.#noted?.isReady === true;
    for (const file of this.#copies()) {
      await pause();
      if (!isReady) {
        fs.unlinkSync(this.#places.at(this.#copy(file)));
        continue;
      }
      const copy = this.#places.at(this.#copy(file));
      if (isDone(file)) {
        this.#keep(file);
        continue;
      }
      const there = fs.lstatSync(this.#places.at(file), { throwIfNoEntry: false });
      if (there == null) {
        this.#folders.make(parted(file).dir);
        giveName(this.#fs, copy, this.#places.at(file));
        if (fs.lstatSync(copy, { throwIfNoEntry: false }) != null) fs.unlinkSync(copy);
        this.#folders.touch(parted(file).dir);
        continue;
      }
      const old = await hashFile(copy, () => {}, pause);
      const now = there.isFile() ? await hashFile(this.#places.at(file), () => {}, pause) : undefined;
      if (now?.sha256.equals(old.sha256)) fs.unlinkSync(copy);
      else replaced.push({ path: file, old: old.sha256.toString('hex'), new: now });
    }
    await this.#folders.sync();
    return replaced;
  }

  /** The program was never started: nothing is needed of it. */
  discard(): void {
    for (const file of this.#copies()) fs.unlinkSync(this.#places.at(this.#copy(file)));
    this.end();
  }

  /** When it is on record that they were replaced: their old bytes go to the quarantine. */
  async keep(replaced: readonly Replaced[]): Promise<void> {
    for (const { path: file } of replaced) this.#keep(file);
    await this.#folders.sync();
  }

  /** All that the program did is on record. What could not be settled stays. */
  end(): void {
    this.#prune({ text: `${ASIDE}/${this.change}` });
    if (!fs.existsSync(this.#path(this.change))) fs.rmSync(this.#path(`${this.change}.json`), { force: true });
    this.#sweep();
    this.#prune({ text: ASIDE });
  }

  /** What a kill left of writing a note. */
  #sweep(): void {
    const folder = this.#path('');
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder) : [])
      if (name.endsWith('.tmp')) fs.rmSync(path.join(folder, name), { force: true });
  }

  #keep(file: Name): void {
    const copy = this.#copy(file);
    const to = quarantined(this.change, file);
    const [from, kept] = [this.#places.at(copy), this.#places.at(to)];
    this.#folders.make(parted(to).dir);
    // A run that was broken off may have come so far.
    if (this.#fs.lstat(kept) == null) giveName(this.#fs, from, kept);
    else if (!this.#fs.isSameFile(from, kept)) return;
    if (this.#fs.lstat(from) != null) fs.unlinkSync(from);
    this.#folders.touch(parted(to).dir);
  }

  #copy(file: Name): Name {
    return joinName({ text: `${ASIDE}/${this.change}` }, file);
  }

  #path(name: string): string {
    return path.join(String(this.#places.root), ASIDE, name);
  }

  /** Paths of the files that were copied, relative to the backup. */
  *#copies(dir: Name = { text: '' }): Generator<Name> {
    const top = { text: `${ASIDE}/${this.change}` };
    const folder = this.#places.at(dir.text === '' ? top : joinName(top, dir));
    if (!fs.existsSync(folder)) return;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })) {
      const name = nameOf(entry.name);
      const where = dir.text === '' ? name : joinName(dir, name);
      if (entry.isDirectory()) yield* this.#copies(where);
      else if (entry.isFile()) yield where;
    }
  }

  /** Empty folders only. */
  #prune(dir: Name): void {
    const folder = joinPath(String(this.#places.root), dir);
    try {
      for (const entry of fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }))
        if (entry.isDirectory()) this.#prune(joinName(dir, nameOf(entry.name)));
      fs.rmdirSync(folder);
    } catch {
      // Something is left in it.
    }
  }
}
