import { fileKind, splitName } from './kinds.ts';
import type { FileKind, Group, GroupFile, GroupMember, Role } from './model.ts';

/** A file of a directory with its name taken apart once. */
export class DirectoryFile {
  readonly file: GroupFile;
  readonly name: string;
  readonly kind: FileKind;
  /** In NFC, as are all names that are compared. */
  readonly stem: string;
  /** As written; `extension` in lower case. */
  readonly writtenExtension: string;
  readonly extension: string;

  constructor(file: GroupFile) {
    const normal = file.name.normalize('NFC');
    const { stem, extension } = splitName(normal);
    this.file = file;
    this.name = file.name;
    this.kind = fileKind(normal);
    this.stem = stem;
    this.extension = extension;
    this.writtenExtension = extension === '' ? '' : normal.slice(stem.length + 1);
  }

  get isMedia(): boolean {
    return this.kind === 'image' || this.kind === 'raw' || this.kind === 'video';
  }
}

/** A name as case-insensitive volumes and people compare it. */
export function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

const ORDER: readonly Role[] = ['original', 'raw', 'edited', 'live', 'other', 'sidecar'];

/** An asset in the making: files that were found to belong together. */
export class Draft {
  readonly #roles = new Map<DirectoryFile, Role>();

  constructor(file: DirectoryFile) {
    this.#roles.set(file, file.kind === 'raw' ? 'raw' : 'original');
  }

  get files(): Iterable<DirectoryFile> {
    return this.#roles.keys();
  }

  /** The file that the asset is known by: the original, else the RAW, else the edit. */
  get main(): DirectoryFile {
    return this.#sorted()[0]![0];
  }

  get kind(): Group['kind'] {
    return this.main.kind === 'video' ? 'video' : 'photo';
  }

  has(role: Role): boolean {
    return [...this.#roles.values()].includes(role);
  }

  add(file: DirectoryFile, role: Role): void {
    this.#roles.set(file, role);
  }

  /** Takes in the files of an edit. */
  addEdit(edit: Draft): void {
    for (const [file, role] of edit.#roles) this.#roles.set(file, role === 'sidecar' ? role : 'edited');
  }

  /** The edit of an original that is not here: its picture is what there is. */
  markEdited(): void {
    for (const [file, role] of this.#roles) if (role === 'original') this.#roles.set(file, 'edited');
  }

  group(): Group {
    const main = this.main;
    const members: GroupMember[] = this.#sorted().map(([{ name }, role]) => ({ name, role }));
    return { main: main.name, kind: this.kind, members };
  }

  /** Main first, then by role; the main file's own sidecars before those of an edit; then by name. */
  #sorted(): readonly (readonly [DirectoryFile, Role])[] {
    if (this.#roles.size === 1) return [...this.#roles];
    const original = [...this.#roles].find(([, role]) => role === 'original')?.[0];
    const own = ([file, role]: readonly [DirectoryFile, Role]): number =>
      role === 'sidecar' && original != null && fold(file.name).startsWith(fold(original.stem)) ? 0 : 1;
    return [...this.#roles].sort(
      (a, b) => ORDER.indexOf(a[1]) - ORDER.indexOf(b[1]) || own(a) - own(b) || byName(a[0], b[0]),
    );
  }
}

/** Code unit order: the same on every machine. */
export function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
