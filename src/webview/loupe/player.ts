import type { GridItem } from '../../protocol/grid.ts';
import type { Clip } from '../../protocol/picture.ts';
import type { Channel } from '../channel.ts';
import { element, foreign } from '../element.ts';
import { icon } from '../icon.ts';
import { text } from '../text.ts';
import { button } from '../toolkit.ts';

/** A film is made playable while the person waits, ms. */
const patience = 120_000;

export interface PlayerActions {
  /** What a screen reader is to say. */
  say(message: string): void;
  /** What had the focus goes: the keys are the loupe's again. */
  refocus(): void;
}

/** Plays the film of a video or of a live photo over its picture, where there is one that this browser can play. */
export class Player {
  /** The button that lies on the picture. */
  readonly start = element('button', { class: 'play' }, icon('play'));
  /** Beneath it: what is not shown of it, or why nothing is. */
  readonly note = element('div', { class: 'playing' });
  readonly #channel: Channel;
  readonly #actions: PlayerActions;
  readonly #stage: HTMLElement;
  #item: GridItem | undefined;
  #film: HTMLVideoElement | null = null;
  #address: string | null = null;
  #abort: AbortController | null = null;
  base = '';

  constructor(stage: HTMLElement, channel: Channel, actions: PlayerActions) {
    this.#stage = stage;
    this.#channel = channel;
    this.#actions = actions;
    this.start.hidden = true;
    this.start.addEventListener('click', event => {
      event.stopPropagation();
      this.toggle();
    });
    stage.append(this.start);
  }

  get plays(): boolean {
    return this.#film !== null || this.#abort !== null;
  }

  /** The photo that is shown; another one ends what plays. */
  show(item: GridItem | undefined): void {
    if (item?.id !== this.#item?.id) this.stop();
    this.#item = item;
    this.start.hidden = !this.#can || this.plays;
    const label = text.player.play(item?.kind === 'video');
    this.start.title = label;
    this.start.setAttribute('aria-label', label);
  }

  /** @returns whether there is a film */
  toggle(): boolean {
    if (this.#film !== null) {
      if (this.#film.paused) void this.#film.play().catch(() => undefined);
      else this.#film.pause();
      return true;
    }
    if (!this.#can) return false;
    if (this.#abort === null) void this.#play();
    return true;
  }

  stop(): void {
    this.#abort?.abort();
    this.#abort = null;
    if (this.#film !== null) {
      const hadFocus = this.#film === document.activeElement;
      this.#film.remove();
      this.#film = null;
      if (hadFocus) this.#actions.refocus();
    }
    if (this.#address !== null) URL.revokeObjectURL(this.#address);
    this.#address = null;
    this.note.replaceChildren();
    this.start.hidden = !this.#can;
  }

  get #can(): boolean {
    return this.#item !== undefined && (this.#item.kind === 'video' || this.#item.live);
  }

  async #play(): Promise<void> {
    const item = this.#item;
    if (item === undefined) return;
    const abort = new AbortController();
    this.#abort = abort;
    if (this.start === document.activeElement) this.#actions.refocus();
    this.start.hidden = true;
    this.note.replaceChildren(element('div', { class: 'dim', text: text.player.preparing }));
    this.#actions.say(text.player.preparing);
    try {
      const clip = await this.#channel.request('clip', { id: item.id }, { signal: abort.signal, timeout: patience });
      if (abort.signal.aborted) return;
      if (clip.state === 'none') return this.#fail(clip);
      const address = await this.#fetched(clip.file, clip.mime, abort.signal);
      if (abort.signal.aborted) return URL.revokeObjectURL(address);
      this.#show(clip, address, item);
    } catch (error) {
      if (!abort.signal.aborted) this.#fail({ state: 'none', why: (error as Error).message });
    }
  }

  /** As a range into a blob, like previews: whole answers are kept by the webview for ever. */
  async #fetched(file: string, mime: string, signal: AbortSignal): Promise<string> {
    const plain = `${this.base}/${file.split('/').map(encodeURIComponent).join('/')}`;
    const answer = await fetch(plain, { headers: { Range: 'bytes=0-' }, signal });
    if (!answer.ok) throw new Error(text.player.unreadable);
    return URL.createObjectURL(new Blob([await answer.arrayBuffer()], { type: mime }));
  }

  #show(clip: Extract<Clip, { state: 'ready' }>, address: string, item: GridItem): void {
    this.#abort = null;
    this.#address = address;
    const film = element('video', { class: 'film-shown', src: address, 'aria-label': item.name });
    film.controls = item.kind === 'video';
    film.disablePictureInPicture = true;
    film.addEventListener('error', () => this.#fail({ state: 'none', why: text.player.unreadable, path: clip.path }));
    // A live photo moves once, and is a photo again.
    if (item.kind !== 'video') film.addEventListener('ended', () => this.stop());
    this.#film = film;
    this.#stage.append(film);
    this.note.replaceChildren(
      ...(clip.whole
        ? []
        : [element('span', { class: 'dim', text: text.player.onlyFirst(clip.seconds) }), this.#outside(clip.path)]),
    );
    void film.play().catch(() => {
      film.controls = true;
    });
  }

  #fail({ why, path }: { readonly state: 'none'; readonly why: string; readonly path?: string }): void {
    this.stop();
    this.note.replaceChildren(
      element('div', { class: 'note info' }, icon('info', 'info'), element('span', {}, foreign(why))),
      ...(path === undefined ? [] : [this.#outside(path)]),
    );
    this.#actions.say(why);
  }

  #outside(path: string): HTMLElement {
    return button(text.player.outside, 'secondary', () => this.#channel.post({ type: 'openOutside', path }));
  }
}
