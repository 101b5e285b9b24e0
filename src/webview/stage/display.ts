import type { GridItem } from '../../protocol/grid.ts';
import { element } from '../element.ts';
import { usedAspect } from '../grid/layout.ts';
import { icon } from '../icon.ts';
import { typeOf } from '../photo.ts';
import { text } from '../text.ts';
import type { LoadedPreview, Previews } from './previews.ts';
import type { PhotoSource } from './source.ts';
import { Stage } from './stage.ts';

const nothing = { width: 1, height: 1 };

export interface DisplayActions {
  /** The sharp picture is there, or it is known that there is none. */
  loaded(): void;
  /** Where the picture lies, or how large it is, is another now. */
  placed(): void;
  /** The same, and the person did it. */
  moved?(): void;
}

/** One photo on a stage: its thumbnail first, then the sharp picture, or why there is none. */
export class Display {
  readonly stage: Stage;
  readonly #source: PhotoSource;
  readonly #previews: Previews;
  readonly #actions: DisplayActions;
  readonly #stand = element('div', { class: 'mid nopic' });
  #id = -1;
  #index = -1;
  #loaded: LoadedPreview | null = null;

  constructor(source: PhotoSource, previews: Previews, actions: DisplayActions) {
    this.#source = source;
    this.#previews = previews;
    this.#actions = actions;
    this.stage = new Stage(
      () => actions.placed(),
      () => actions.moved?.(),
    );
    this.#stand.hidden = true;
    this.stage.element.append(this.#stand);
  }

  /** Null until it is known. */
  get loaded(): LoadedPreview | null {
    return this.#loaded;
  }

  /** Whether it is said in the picture's place why there is none. */
  get isBlank(): boolean {
    return !this.#stand.hidden;
  }

  /** @returns whether it is another photo than before */
  show(index: number): boolean {
    const id = this.#source.id(index);
    this.#index = index;
    if (id === this.#id && this.#loaded !== null) return false;
    this.#id = id;
    this.stage.element.dataset.id = String(id);
    this.#loaded = null;
    this.stage.show(null, nothing, nothing);
    this.#showThumbnail();
    void this.#load(id);
    return true;
  }

  clear(): void {
    this.#id = -1;
    this.#loaded = null;
    this.stage.show(null, nothing, nothing);
  }

  /** Facts or thumbnails have come. */
  refresh(): void {
    if (this.#id >= 0 && this.#loaded === null) this.#showThumbnail();
  }

  /** Files may have been edited: what is shown may be another picture by now. */
  outdate(): void {
    if (this.#id >= 0 && this.#loaded !== null) void this.#load(this.#id);
  }

  /** The photo that had no picture may have one now. */
  again(): void {
    if (this.#id < 0 || this.#loaded?.state !== 'none') return;
    this.#loaded = null;
    this.show(this.#index);
  }

  async #load(id: number): Promise<void> {
    let loaded: LoadedPreview;
    try {
      loaded = await this.#previews.load(id);
      if (loaded === this.#loaded) return;
      if (loaded.state === 'ready' && id === this.#id) {
        const picture = element('img', { alt: '', src: loaded.address });
        await picture.decode();
        if (id === this.#id) {
          this.stage.show(picture, loaded, this.#fullSize(id, loaded));
          this.#stand.hidden = true;
        }
      }
    } catch (error) {
      loaded = { state: 'none', why: error instanceof Error ? error.message : String(error) };
    }
    if (id !== this.#id) return;
    this.#loaded = loaded;
    if (loaded.state === 'none') this.#showThumbnail();
    this.#actions.loaded();
  }

  #fullSize(id: number, least: { readonly width: number; readonly height: number }) {
    const item = this.#source.item(id);
    if (item === undefined || item.width <= least.width) return least;
    // What is known of it may be of before it was turned.
    if (item.width > item.height !== least.width > least.height) return least;
    return { width: item.width, height: item.height };
  }

  #showThumbnail(): void {
    const address = this.#source.address(this.#id);
    const item = this.#source.item(this.#id);
    const none = address === null && this.#loaded?.state === 'none' ? this.#loaded : null;
    this.#stand.hidden = none === null;
    if (none !== null) this.#stand.replaceChildren(...this.#absence(item, none.why));
    if (address === null || this.stage.element.querySelector('img.shown')?.getAttribute('src') === address) return;
    const aspect = usedAspect(this.#source.aspect(this.#index));
    const known = item !== undefined && item.width > 0 && item.height > 0;
    const size = known ? { width: item.width, height: item.height } : { width: aspect * 4000, height: 4000 };
    this.stage.show(element('img', { alt: '', src: address }), size, size);
  }

  #absence(item: GridItem | undefined, why: string): Element[] {
    return [
      icon(item?.kind === 'video' ? 'video' : 'photo', 'huge'),
      element('h2', { text: item === undefined ? '' : typeOf(item) }),
      element('p', { class: 'dim', text: why || this.#source.why(this.#id) || text.noPicture }),
    ];
  }
}
