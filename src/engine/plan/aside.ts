/**
 * Another program is going to work in the backup, and may replace files of a person's: they are copied aside before, to
 * `.keepsake/aside/<change>/<path>`, and when it has ended each copy is held against what lies in place. Equal: the copy
 * goes. Replaced: the copy goes to the quarantine, with its line in the journal, so that the change can be undone. Gone:
 * it goes back. What a crash left is settled the same way by the next run.
 */
import fs from 'node:fs';
import type { HashedFile } from '../backup/hash.ts';
import { joinName, type Name, nameOf } from '../backup/name.ts';
import { ASIDE, AsideNote, leftAsides } from './asideNote.ts';
import type { FileStat, FileSystem } from './fileSystem.ts';
import { Folders } from './folders.ts';
import { giveName } from './naming.ts';
import { asideOf, Places, quarantined } from './places.ts';
import { Refused } from './refused.ts';
import { parted } from './step.ts';

/** A file that is not what it was. */
export interface Replaced {
  readonly path: Name;
  /** SHA-256 in hex. */
  readonly old: string;
  /** What the other program put in its place; undefined where no file is there but something else: a link, a folder. */
  readonly new: HashedFile | undefined;
}

/** What became of the files that were copied. */
export interface Compared {
  readonly replaced: readonly Replaced[];
  /** They were gone, and are there again. */
  readonly back: readonly Name[];
}

type Pause = () => Promise<void> | undefined;

export class Aside {
  /** Id of the change as which it goes on record. */
  readonly change: string;
  readonly #places: Places;
  readonly #folders: Folders;
  readonly #fs: FileSystem;
  readonly #note: AsideNote;

  /** @param root absolute path of the backup */
  constructor(root: string, change: string, fileSystem: FileSystem) {
    this.change = change;
    this.#fs = fileSystem;
    this.#places = new Places(root, change);
    this.#folders = new Folders(fileSystem, name => this.#places.at(name));
    this.#note = new AsideNote(root, change, fileSystem);
  }

  /** As {@link leftAsides}. */
  static left(root: string): readonly string[] {
    return leftAsides(root);
  }

  /** Before anything else: when it began, Unix ms. On the disk when it resolves. */
  async begin(since: number): Promise<void> {
    this.#folders.make({ text: ASIDE });
    await this.#note.write({ since, isReady: false });
  }

  /** @returns when it began, Unix ms; undefined where that can't be read */
  get since(): number | undefined {
    return this.#note.read()?.since;
  }

  /**
   * Copies what is there of these, as quickly as the file system can. On the disk when it resolves.
   * @throws {Refused} where one can't be kept; the system's error; whatever `pause` throws. After any of them nothing
   *   may be started.
   */
  async take(paths: Iterable<Name>, pause: Pause): Promise<number> {
    let taken = 0;
    for (const file of paths) {
      await pause();
      if (!this.#folders.check(parted(file).dir)) continue;
      const from = this.#places.at(file);
      const stat = this.#fs.lstat(from);
      if (stat?.kind !== 'file') continue;
      if (stat.onlineOnly)
        throw new Refused(
          'online-only',
          `${file.text} is online only: a copy of it would have to be downloaded first.`,
        );
      const copy = this.#copy(file);
      this.#folders.make(parted(copy).dir);
      const made = this.#fs.copy(from, this.#places.at(copy));
      try {
        made.setTime(new Date(stat.mtime / 1000));
        await made.sync();
      } finally {
        made.close();
      }
      this.#folders.touch(parted(copy).dir);
      taken++;
    }
    await this.#folders.sync();
    // From now on the program may be started: until here no copy was needed, and one may be half made.
    await this.#note.write({ since: this.since ?? Date.now(), isReady: true });
    return taken;
  }

  /**
   * @param isDone whether a file was taken on record as replaced by this change already
   * @param comesBack whether what is gone is put back; else it counts as replaced by nothing
   */
  async compare(
    isDone: (file: Name) => boolean,
    pause: Pause,
    comesBack: (file: Name) => boolean = () => true,
  ): Promise<Compared> {
    // Another program was at work since.
    this.#folders.forget();
    const copies = [...this.#copies()];
    if (this.#note.read()?.isReady !== true) {
      await this.#drop(copies);
      return { replaced: [], back: [] };
    }
    const replaced: Replaced[] = [];
    const back: Name[] = [];
    const same: Name[] = [];
    const done: Name[] = [];
    for (const file of copies) {
      await pause();
      const there = isDone(file) ? undefined : this.#there(file);
      if (isDone(file)) done.push(file);
      else if (there == null && comesBack(file)) back.push(file);
      else {
        const old = await this.#fs.hash(this.#places.at(this.#copy(file)), pause);
        const now = there?.kind === 'file' ? await this.#fs.hash(this.#places.at(file), pause) : undefined;
        if (now?.sha256.equals(old.sha256)) same.push(file);
        else replaced.push({ path: file, old: old.sha256.toString('hex'), new: now });
      }
    }
    await this.#name(done, file => quarantined(this.change, file));
    await this.#name(back, file => file);
    for (const file of same) await this.#sync(file);
    await this.#drop(same);
    return { replaced, back };
  }

  /** @returns also of what is no file; `other` where a link or a file stands in place of one of its folders */
  #there(file: Name): Pick<FileStat, 'kind'> | undefined {
    try {
      return this.#folders.check(parted(file).dir) ? this.#fs.lstat(this.#places.at(file)) : undefined;
    } catch (error) {
      if (error instanceof Refused) return { kind: 'other' };
      throw error;
    }
  }

  /** The program may have written the same bytes anew. */
  async #sync(file: Name): Promise<void> {
    const opened = this.#fs.open(this.#places.at(file));
    try {
      await opened.sync();
    } finally {
      opened.close();
    }
    this.#folders.touch(parted(file).dir);
  }

  /** The program was never started: nothing is needed of it. */
  async discard(): Promise<void> {
    await this.#drop([...this.#copies()]);
    await this.end();
  }

  /** When it is on record that they are being replaced: their old bytes go to the quarantine. */
  async keep(replaced: readonly Replaced[]): Promise<void> {
    await this.#name(
      replaced.map(({ path: file }) => file),
      file => quarantined(this.change, file),
    );
  }

  /** All that the program did is on record. What could not be settled stays. */
  async end(): Promise<void> {
    this.#prune({ text: `${ASIDE}/${this.change}` });
    if (this.#fs.lstat(this.#places.at({ text: `${ASIDE}/${this.change}` })) == null) this.#note.drop();
    this.#prune({ text: ASIDE });
    this.#folders.touch({ text: ASIDE });
    await this.#folders.sync();
  }

  /** Gives copies other names. They lose their own when those are on the disk. */
  async #name(files: readonly Name[], of: (file: Name) => Name): Promise<void> {
    const named: Name[] = [];
    for (const file of files) this.#folders.make(parted(of(file)).dir);
    // Where there are no links it is renamed, and must not be lost with a folder that never arrived.
    await this.#folders.sync();
    for (const file of files) {
      const [from, to] = [this.#places.at(this.#copy(file)), of(file)];
      // A run that was broken off may have come so far.
      if (this.#fs.lstat(this.#places.at(to)) == null) giveName(this.#fs, from, this.#places.at(to));
      else if (!this.#fs.isSameFile(from, this.#places.at(to))) continue;
      this.#folders.touch(parted(to).dir);
      named.push(file);
    }
    await this.#drop(named);
  }

  /** Of what is named elsewhere, or of no use. What was touched until then is on the disk before. */
  async #drop(files: readonly Name[]): Promise<void> {
    await this.#folders.sync();
    for (const file of files) {
      const copy = this.#copy(file);
      if (this.#fs.lstat(this.#places.at(copy)) != null) this.#fs.unlink(this.#places.at(copy));
      this.#folders.touch(parted(copy).dir);
    }
    await this.#folders.sync();
  }

  #copy(file: Name): Name {
    return asideOf(this.change, file);
  }

  /** Paths of the files that were copied, relative to the backup. */
  *#copies(dir: Name = { text: '' }): Generator<Name> {
    const top = { text: `${ASIDE}/${this.change}` };
    const folder = dir.text === '' ? top : joinName(top, dir);
    if (!this.#folders.check(folder)) return;
    for (const name of this.#fs.list(this.#places.at(folder))) {
      const where = dir.text === '' ? name : joinName(dir, name);
      const kind = this.#fs.lstat(this.#places.at(this.#copy(where)))?.kind;
      if (kind === 'folder') yield* this.#copies(where);
      else if (kind === 'file') yield where;
    }
  }

  /** Empty folders only. */
  #prune(dir: Name): void {
    const folder = this.#places.at(dir);
    try {
      if (!this.#folders.check(dir)) return;
      for (const entry of fs.readdirSync(folder, { withFileTypes: true, encoding: 'buffer' }))
        if (entry.isDirectory()) this.#prune(joinName(dir, nameOf(entry.name)));
      fs.rmdirSync(folder);
    } catch {
      // Something is left in it.
    }
  }
}
