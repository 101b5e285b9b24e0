/** What comes of a photo of which the source gives one file damaged: the others, and what is known of the photo. */
import type { Action } from '../../plan/form.ts';
import { bringsItem } from './exportRecords.ts';
import { Knowledge } from './planFields.ts';

const knowledgeOf = (action: Action | undefined): Knowledge | undefined =>
  Knowledge.safeParse((action as { keepsake?: unknown } | undefined)?.keepsake).data;

export class WholeParts {
  /** By the id of the action that brings the photo's main file instead: what was to be told with the one that failed. */
  readonly #heirs = new Map<number, Knowledge>();

  /** @returns those of the others that come: none where all that is left are words about the photo */
  without(failed: readonly Action[], others: readonly Action[]): readonly Action[] {
    const main = failed.find(action => knowledgeOf(action)?.main === true);
    if (main == null) return others;
    const heir = others.find(bringsItem);
    const knowledge = knowledgeOf(main);
    if (heir == null || knowledge == null) return [];
    this.#heirs.set(heir.id, knowledge);
    // The texts and links are about the file that did not come.
    return others.filter(action => action.action === 'copy' && action.from != null);
  }

  /** The actions as the record is to be told of them. */
  told(actions: readonly Action[]): readonly Action[] {
    if (this.#heirs.size === 0) return actions;
    return actions.map(action => {
      const keepsake = this.#heirs.get(action.id);
      return keepsake == null ? action : { ...action, keepsake };
    });
  }
}
