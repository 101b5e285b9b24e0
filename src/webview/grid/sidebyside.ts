import type { GridShape } from '../../protocol/grid.ts';
import type { Announcer } from '../announcer.ts';
import type { Channel } from '../channel.ts';
import { comparedFirst, most } from '../compare/candidates.ts';
import type { Compare } from '../compare/compare.ts';
import { mostSurveyed, type Survey } from '../survey/survey.ts';
import { text } from '../text.ts';
import type { Chosen } from './chosen.ts';
import type { Keeper } from './keeper.ts';
import type { LargeView } from './largeview.ts';
import type { Library } from './library.ts';
import type { Photos } from './photos.ts';
import { selectItems } from './selection.ts';

export interface SideBySideParts {
  readonly compare: Compare;
  readonly survey: Survey;
  readonly large: LargeView;
  readonly photos: Photos;
  readonly chosen: Chosen;
  readonly library: Library;
  readonly channel: Channel;
  readonly announcer: Announcer;
  readonly keeper: Keeper;
}

/** The way to several photos at once, and back. */
export class SideBySide {
  readonly #parts: SideBySideParts;
  /** Ids of what was shown so last: who looks at one of them large comes back to all. */
  #last: readonly number[] = [];

  constructor(parts: SideBySideParts) {
    this.#parts = parts;
  }

  get shown(): boolean {
    return this.#parts.compare.shown || this.#parts.survey.shown;
  }

  open(mode: 'compare' | 'survey'): void {
    const { compare, survey, chosen, photos, announcer } = this.#parts;
    if (mode === 'compare' ? compare.shown : survey.shown) return;
    const { length: count } = photos.shape.ids;
    if (count === 0) return;
    const focus = Math.max(0, chosen.focus);
    const selected = this.#selected(focus);
    if (mode === 'compare') {
      const first = comparedFirst(selected, focus, count);
      if (first.length < 2) return announcer.say(text.compare.tooFew);
      // Not the one that others are held against: that which may be replaced.
      const active = selected.length >= 2 && first.includes(focus) ? focus : (first.at(-1) ?? focus);
      this.#enter(mode);
      this.#changed(first, active);
      compare.open(first, active, selected.length > most ? selected : undefined);
    } else {
      const all = selected.length > 0 ? selected : [focus];
      const first = all.slice(0, mostSurveyed);
      const active = first.includes(focus) ? focus : (first[0] ?? focus);
      this.#enter(mode);
      this.#changed(all, active);
      survey.open(first, active, all.length);
    }
  }

  close(): void {
    if (!this.shown) return;
    const { library, photos, chosen, channel, keeper } = this.#parts;
    this.#leave();
    library.behind = false;
    photos.reveal(chosen.focus, 'middle');
    photos.focus();
    channel.post({ type: 'mode', mode: 'grid' });
    keeper.keep();
  }

  /** The one that keys are about, large. */
  loupe(): void {
    if (!this.shown) return;
    const { large, chosen } = this.#parts;
    const { focus } = chosen;
    this.#leave();
    large.open(focus);
  }

  /** Other photos are shown, or another has the focus. */
  changed(indices: readonly number[], active: number): void {
    this.#changed(indices, active);
  }

  /** Another result is shown behind it. @param before the result that the present numbers are of */
  follow(before: GridShape, shape: GridShape): void {
    if (!this.shown) return;
    const { compare, survey } = this.#parts;
    const view = compare.shown ? compare : survey;
    const left = view.indices
      .map(index => shape.ids.indexOf(before.ids[index] ?? -1))
      .filter(index => index >= 0)
      .sort((a, b) => (view === survey ? a - b : 0));
    if (left.length < (compare.shown ? 2 : 1)) return this.close();
    const active = shape.ids.indexOf(before.ids[view.active] ?? -1);
    const now = active >= 0 ? active : (left[0] ?? 0);
    view.moveTo(left, now);
    this.#changed(left, now);
  }

  refresh(): void {
    this.#parts.compare.refresh();
    this.#parts.survey.refresh();
  }

  outdate(): void {
    this.#parts.compare.outdate();
    this.#parts.survey.outdate();
  }

  focus(): void {
    const { compare, survey } = this.#parts;
    (compare.shown ? compare : survey).focus();
  }

  /** In the survey, what is rejected is out of it. */
  rejected(): void {
    if (this.#parts.survey.shown) this.#parts.survey.remove();
  }

  #enter(mode: 'compare' | 'survey'): void {
    const { compare, survey, large, library, channel } = this.#parts;
    if (large.shown) large.leave();
    if (compare.shown) compare.close();
    if (survey.shown) survey.close();
    library.behind = true;
    channel.post({ type: 'mode', mode });
  }

  #leave(): void {
    const { compare, survey, chosen, photos } = this.#parts;
    const view = compare.shown ? compare : survey;
    this.#last = view.indices.map(index => photos.shape.ids[index] ?? 0);
    view.close();
    chosen.one = null;
  }

  #selected(focus: number): readonly number[] {
    const { chosen, photos, large } = this.#parts;
    const selected = chosen.indices;
    const { ids } = photos.shape;
    if (selected.length > 1 || !large.shown || !this.#last.includes(ids[focus] ?? -1)) return selected;
    const last = this.#last.map(id => ids.indexOf(id)).filter(index => index >= 0);
    return last.length > 1 ? last : selected;
  }

  #changed(indices: readonly number[], active: number): void {
    const { chosen, photos } = this.#parts;
    chosen.one = photos.shape.ids[active] ?? null;
    chosen.select(selectItems(indices, active));
  }
}
