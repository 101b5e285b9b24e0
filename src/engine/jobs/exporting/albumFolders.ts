/** Albums as folders of the backup, `Albums/<name>`: for people who look at it in their files. */
import type { LinkAction, PlanPath } from '../../plan/form.ts';
import { faultOfTarget, nameOfPath } from '../../plan/targetPath.ts';
import type { BackupState } from './backupState.ts';
import type { FolderNames } from './folderNames.ts';
import { safePart } from './safePart.ts';

export const ALBUMS = 'Albums';

/** @returns relative to the backup */
export const albumFolder = (name: string): string => `${ALBUMS}/${safePart(name)}`;

/** Links to photos, in the folders of their albums; what is linked already is not linked again. */
export class AlbumLinks {
  readonly #state: BackupState;
  readonly #names: FolderNames;
  /** What the links of a folder lead to. */
  readonly #linked = new Map<string, Set<string>>();

  constructor(state: BackupState, names: FolderNames) {
    this.#state = state;
    this.#names = names;
  }

  /**
   * @param main file that the link is to lead to
   * @param titles as the source calls the albums
   * @param tell told, in a sentence, of a link that can't be made
   * @returns without ids, which are given later
   */
  of(main: PlanPath, titles: readonly string[], tell: (message: string) => void): readonly LinkAction[] {
    return titles.flatMap((title): LinkAction[] => {
      const name = this.#state.albumName(title);
      const folder = albumFolder(name);
      const linked = this.#linkedIn(folder);
      const target = nameOfPath(main).text;
      if (linked.has(target)) return [];
      linked.add(target);
      const path = `${folder}/${this.#free(folder, target.slice(target.lastIndexOf('/') + 1))}`;
      const fault = faultOfTarget({ text: path });
      if (fault != null) {
        tell(
          `The name of its file in the backup, ${target}, ${fault}: no link to it is made in ${folder}. In the album it is on the record.`,
        );
        return [];
      }
      return [
        { type: 'action', id: 0, action: 'link', path, target: main, why: `is in the album ${name.slice(0, 1000)}` },
      ];
    });
  }

  #free(folder: string, name: string): string {
    const dot = name.lastIndexOf('.');
    const [stem, tail] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    return this.#names.take(folder, stem, [tail]) + tail;
  }

  #linkedIn(folder: string): Set<string> {
    const key = folder.toLowerCase();
    const linked = this.#linked.get(key) ?? new Set(this.#state.linked(folder));
    this.#linked.set(key, linked);
    return linked;
  }
}
