/** What the sidecars of a source say of each photo, over all the places that it has there. */
import type { Said } from '../../ledger/said.ts';
import type { PlanPath } from '../../plan/form.ts';
import type { SourceItem } from '../../sources/source.ts';
import { TextMap } from '../../table/textMap.ts';
import type { BackupState, Home } from './backupState.ts';
import { mergedSaid, saidOf } from './knowledge.ts';
import type { Knowledge } from './planFields.ts';

interface Heard {
  readonly main: PlanPath;
  readonly said: Said;
}

export class Sayings {
  readonly #state: BackupState;
  /** By the ids of photos that come with this plan, and of those that the backup has. */
  readonly #fresh = new TextMap();
  readonly #heard = new TextMap();

  constructor(state: BackupState) {
    this.#state = state;
  }

  /** Of a photo that comes now. */
  first(uuid: string, item: SourceItem): Pick<Knowledge, 'said' | 'albums'> {
    const said = saidOf(item);
    if (said != null) this.#fresh.set(uuid, JSON.stringify(said));
    // One that comes again may have been taken out of an album by a person.
    const albums = item.albums.filter(title => !this.#state.wasInAlbum(uuid, title));
    return { ...(said != null && { said }), ...(albums.length > 0 && { albums }) };
  }

  /**
   * Of another place of a photo. What is said of one that comes with this plan is told at once; of one that the backup
   * has all places are heard before it counts.
   * @returns undefined where it adds nothing
   */
  more({ uuid, main, isPlanned }: Home, item: SourceItem): Pick<Knowledge, 'said' | 'albums'> | undefined {
    const albums = item.albums.filter(title => !this.#state.wasInAlbum(uuid, title));
    const said = saidOf(item);
    const merged = said == null ? undefined : isPlanned === true ? this.#add(uuid, said) : this.#hear(uuid, main, said);
    if (merged == null && albums.length === 0) return undefined;
    return { ...(merged != null && { said: merged }), ...(albums.length > 0 && { albums }) };
  }

  #add(uuid: string, said: Said): Said | undefined {
    const before = this.#fresh.get(uuid);
    const merged = mergedSaid(before == null ? undefined : (JSON.parse(before) as Said), said);
    const text = JSON.stringify(merged);
    if (text === before) return undefined;
    this.#fresh.set(uuid, text);
    return merged;
  }

  #hear(uuid: string, main: PlanPath, said: Said): undefined {
    const before = this.#heard.get(uuid);
    const known = before == null ? undefined : (JSON.parse(before) as Heard).said;
    const heard: Heard = { main, said: mergedSaid(known, said) };
    this.#heard.set(uuid, JSON.stringify(heard));
  }

  /** When all is heard: what is said otherwise than before, of photos that the backup has. */
  *changed(): Generator<Heard & { readonly uuid: string }> {
    for (const [uuid, text] of this.#heard.entries()) {
      const heard = JSON.parse(text) as Heard;
      if (this.#state.said(uuid) !== JSON.stringify(heard.said)) yield { uuid, ...heard };
    }
  }

  /** Nothing can be said after it. */
  close(): void {
    this.#fresh.close();
    this.#heard.close();
  }
}
