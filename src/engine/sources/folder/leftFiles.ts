import { fileKind, photoOfJson, splitName } from '../../media/kinds.ts';
import type { Group } from '../../media/model.ts';
import type { SourceFinding } from '../finding.ts';

/** Kinds of files that are named. */
const KINDS = 5;

/** The files of a folder that stay behind. One finding tells of all of a kind: a folder of documents has thousands. */
export class LeftFiles {
  readonly #folder: string;
  readonly #strange = new Some();
  readonly #read = new Some();
  readonly #hidden = new Some();
  readonly #other = new Some();
  /** Extensions of the other ones. */
  readonly #kinds = new Set<string>();

  /** @param folder within the source; '' is what was given */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * A file that is in no photo's group.
   * @param isSidecar by what it says
   */
  add(name: string, isSidecar: boolean): void {
    const { extension } = splitName(name);
    if (!isSidecar && photoOfJson(name) != null) this.#strange.add(name);
    else if (fileKind(name) !== 'other' && extension !== 'json') return;
    else if (isHiddenPhoto(name)) this.#hidden.add(name);
    else {
      this.#other.add(name);
      if (this.#kinds.size < KINDS) this.#kinds.add(extension || 'no extension');
    }
  }

  /** What JSON says of a photo goes on the record; the file itself stays where it is. */
  addRead({ members }: Group): void {
    for (const { role, name } of members)
      if (role === 'sidecar' && splitName(name).extension === 'json') this.#read.add(name);
  }

  findings(): readonly SourceFinding[] {
    return [
      ...this.#json(this.#strange, 'no sidecar that is known here. What it says was not used, and it was left out.'),
      ...this.#json(this.#read, 'read: what it says of its photo is on the record. The file itself is not copied.'),
      ...this.#ofHidden(),
      ...this.#ofOther(),
    ];
  }

  #json({ first, count }: Some, what: string): readonly SourceFinding[] {
    if (first == null) return [];
    const others = count === 1 ? '' : ` So it is with ${count - 1} more in this folder.`;
    return [{ code: 'skipped', path: this.#within(first), message: `${first} is ${what}${others}` }];
  }

  #ofHidden(): readonly SourceFinding[] {
    const { first, count } = this.#hidden;
    if (first == null) return [];
    const what = count === 1 ? `${first} is` : `${count} photos and videos are`;
    const message = `${this.#where()} ${what} hidden, by a dot before the name. Hidden files are left out; to have them, rename them.`;
    return [{ code: 'skipped', path: count === 1 ? this.#within(first) : this.#folder, message }];
  }

  #ofOther(): readonly SourceFinding[] {
    const { first, count } = this.#other;
    if (first == null) return [];
    const files = count === 1 ? `${first} is` : `${count} files (${[...this.#kinds].join(', ')}) are`;
    const message = `${this.#where()} ${files} no photo or video by name. They were left out.`;
    return [{ code: 'skipped', path: this.#folder, message }];
  }

  #where(): string {
    return this.#folder === '' ? 'In the folder that was given' : `In ${this.#folder}`;
  }

  #within(name: string): string {
    return this.#folder === '' ? name : `${this.#folder}/${name}`;
  }
}

/** How many there are, and the first of them. */
class Some {
  count = 0;
  first: string | undefined;

  add(name: string): void {
    this.first ??= name;
    this.count++;
  }
}

/** `._IMG_1.jpg` is a Mac's note about a file, and no photo. */
const isHiddenPhoto = (name: string): boolean =>
  /^\.[^._]/.test(name) && ['image', 'raw', 'video'].includes(fileKind(name.slice(1)));
