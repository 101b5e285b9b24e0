import type { Marks, MarkWish } from '../../protocol/marks.ts';
import type { Announcer } from '../announcer.ts';
import { RequestError } from '../channel.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import type { Chosen } from './chosen.ts';
import type { Items } from './items.ts';

export interface MarkingParts {
  readonly items: Items;
  readonly chosen: Chosen;
  readonly announcer: Announcer;
  locale(): Locale;
}

/** Marks what is selected. */
export class Marking {
  readonly #parts: MarkingParts;

  constructor(parts: MarkingParts) {
    this.#parts = parts;
  }

  /** @returns whether there was a photo to mark */
  mark(wish: MarkWish): boolean {
    const { chosen, items, announcer, locale } = this.#parts;
    const ids = chosen.acted;
    if (ids.length === 0) return false;
    const marks = wish === 'favorite' ? { favorite: !this.#isFavorite() } : wish;
    items.mark(ids, marks).catch((error: unknown) => {
      // A person who has gone on sees the old mark again; why is told in a notification.
      if (!(error instanceof RequestError && error.code === 'cancelled')) announcer.say(text.notMarked);
    });
    announcer.say(text.marked(ids.length, locale().number(ids.length), spoken(marks)));
    return true;
  }

  /** The one with the focus stands for all. */
  #isFavorite(): boolean {
    const { focused } = this.#parts.chosen;
    return focused !== null && this.#parts.items.get(focused)?.favorite === true;
  }
}

function spoken({ rating, flag, favorite }: Marks): string {
  if (rating !== undefined) return rating === 0 ? text.noStars : text.stars(rating);
  if (flag !== undefined) return { pick: text.picked, reject: text.rejected, none: text.unflagged }[flag];
  return favorite === true ? text.favorite : text.noFavorite;
}
