import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import { photoContext } from '../menu.ts';
import { spokenPhoto, typeOf } from '../photo.ts';
import type { Previews } from '../stage/previews.ts';
import type { PhotoSource } from '../stage/source.ts';
import { text } from '../text.ts';

/** Thumbnails are so large, px: what is shown larger wants the sharp picture. */
const thumbnail = 256;

/** One photo of a survey. */
export class Tile {
  readonly element = element('div', { class: 'tile', role: 'group', tabindex: '-1' });
  readonly #source: PhotoSource;
  #picture = element('img', { alt: '', draggable: 'false' });
  readonly #stand = element('span', { class: 'stand' });
  readonly #caption = element('span', { class: 'cap' });
  readonly #remove = element('button', { class: 'ib', tabindex: '-1' }, icon('close'));
  readonly id: number;
  #sharp: string | null = null;

  constructor(source: PhotoSource, id: number, onRemove: (id: number) => void) {
    this.#source = source;
    this.id = id;
    this.element.dataset.id = String(id);
    this.element.dataset.vscodeContext = photoContext;
    this.#remove.addEventListener('click', event => {
      event.stopPropagation();
      onRemove(id);
    });
    this.element.append(
      element('div', { class: 'pic' }, this.#picture, this.#stand),
      element('div', { class: 'tbar' }, this.#caption, this.#remove),
    );
  }

  /** @param number from 1, among so many */
  describe(number: number, count: number): void {
    const item = this.#source.item(this.id);
    const locale = this.#source.locale();
    const spoken = item === undefined ? text.loadingPhoto : spokenPhoto(item, locale);
    const place = text.position(locale.number(number), locale.number(count));
    this.element.setAttribute('aria-label', `${spoken}, ${place}`);
    const name = item?.name ?? '';
    const remove = text.survey.remove(name);
    this.#remove.setAttribute('aria-label', remove);
    this.#remove.title = remove;
    const marks = [
      ...(item?.flag === 'pick' ? [icon('flag')] : []),
      ...(item?.flag === 'reject' ? [icon('reject')] : []),
      ...Array.from({ length: item?.rating ?? 0 }, () => icon('starFull')),
      ...(item?.favorite === true ? [icon('heart')] : []),
    ];
    this.#caption.replaceChildren(element('span', { class: 'nm' }, foreign(name)), ...marks);
    const address = this.#sharp ?? this.#source.address(this.id);
    this.#picture.hidden = address === null;
    if (address !== null && this.#picture.getAttribute('src') !== address) this.#picture.src = address;
    this.#stand.textContent = address === null && item !== undefined ? this.#source.why(this.id) || typeOf(item) : '';
  }

  /** The sharp picture, where it is shown larger than a thumbnail is. */
  async sharpen(previews: Previews): Promise<void> {
    if (Math.max(this.#picture.clientWidth, this.#picture.clientHeight) * window.devicePixelRatio <= thumbnail) return;
    const loaded = await previews.load(this.id).catch(() => null);
    if (loaded?.state !== 'ready' || !this.element.isConnected || loaded.address === this.#sharp) return;
    const ready = element('img', { alt: '', draggable: 'false', src: loaded.address });
    const isWhole = await ready.decode().then(
      () => true,
      () => false,
    );
    if (!isWhole || !this.element.isConnected) return;
    this.#sharp = loaded.address;
    // Put in itself: its address may be given back by now.
    this.#picture.replaceWith(ready);
    this.#picture = ready;
    this.#stand.textContent = '';
  }
}
