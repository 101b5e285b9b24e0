import type { Channel } from '../channel.ts';
import type { Loupe } from '../loupe/loupe.ts';
import type { Chosen } from './chosen.ts';
import type { Keeper } from './keeper.ts';
import type { Library } from './library.ts';
import type { Photos } from './photos.ts';
import { selectOnly } from './selection.ts';
import { cellOf, type Shown } from './shown.ts';

/** Space held down longer than this shows the loupe only as long, ms. */
const held = 400;

export interface LargeViewParts {
  readonly loupe: Loupe;
  readonly photos: Photos;
  readonly chosen: Chosen;
  readonly library: Library;
  readonly channel: Channel;
  readonly keeper: Keeper;
}

/** The way from the grid to one photo, and back. */
export class LargeView {
  readonly #parts: LargeViewParts;
  /** When Space opened it, and was not let go yet. */
  #previewed: number | null = null;

  constructor(parts: LargeViewParts) {
    this.#parts = parts;
  }

  get shown(): boolean {
    return this.#parts.loupe.shown;
  }

  open(index: number): void {
    const { chosen, library, loupe, channel, keeper } = this.#parts;
    chosen.select(selectOnly(index));
    library.behind = true;
    loupe.open(index);
    channel.post({ type: 'mode', mode: 'loupe' });
    keeper.keep();
  }

  /** By a key that may be held down. */
  preview(index: number): void {
    this.open(index);
    this.#previewed = performance.now();
  }

  /** That key was let go. */
  released(): void {
    const long = this.#previewed !== null && performance.now() - this.#previewed > held;
    this.#previewed = null;
    if (long) this.close();
  }

  close(): void {
    if (!this.shown) return;
    const { loupe, library, photos, chosen, channel, keeper } = this.#parts;
    loupe.close();
    library.behind = false;
    photos.reveal(chosen.focus, 'middle');
    photos.focus();
    // A stack is all of its photos again.
    chosen.tell();
    channel.post({ type: 'mode', mode: 'grid' });
    keeper.keep();
  }

  /** Another view takes its place. */
  leave(): void {
    this.#previewed = null;
    this.#parts.loupe.close();
  }

  /** Another result is shown behind it. @param wanted id of the photo that it is to show */
  follow(wanted: number | null, shown: Shown): void {
    if (wanted === null) return;
    const { loupe, chosen } = this.#parts;
    const index = cellOf(shown, wanted);
    const { focus } = chosen;
    // Its photo is gone: the next one that is left comes in its place.
    if (index < 0 && this.shown && focus >= 0) {
      loupe.moveTo(focus);
      chosen.select(selectOnly(focus));
    } else if (index < 0) this.close();
    else if (this.shown) loupe.moveTo(index);
    else this.open(index);
  }

  focus(): void {
    this.#parts.loupe.stage.element.focus({ preventScroll: true });
  }
}
