import { element } from '../element.ts';
import { photoContext } from '../menu.ts';
import { fitted, kept, type Look, type Placement, type Size, zoomedAt } from './zoom.ts';

/** Shows one picture, fitted or at its own pixels; never anything over it that could change how it looks. */
export class Stage {
  readonly element = element('div', { class: 'stage', tabindex: '0', role: 'group' });
  readonly #onChange: () => void;
  readonly #onMove: () => void;
  #picture: HTMLImageElement | null = null;
  #size: Size = { width: 1, height: 1 };
  /** Of the photo itself, which its preview may fall short of, px. */
  #full: Size = { width: 1, height: 1 };
  #stage: Size = { width: 1, height: 1 };
  #placement: Placement = { scale: 1, x: 0, y: 0 };
  #drag: { readonly x: number; readonly y: number; readonly from: Placement; moved: boolean } | null = null;
  zoomed = false;

  /** @param onChange the picture lies otherwise now @param onMove the same, and a person moved it */
  constructor(onChange: () => void, onMove: () => void = () => undefined) {
    this.#onChange = onChange;
    this.#onMove = onMove;
    const stage = this.element;
    stage.dataset.vscodeContext = photoContext;
    new ResizeObserver(() => {
      this.#stage = { width: Math.max(1, stage.clientWidth), height: Math.max(1, stage.clientHeight) };
      this.#place();
    }).observe(stage);
    stage.addEventListener('pointerdown', event => this.#press(event));
    stage.addEventListener('pointermove', event => this.#move(event));
    stage.addEventListener('pointerup', event => this.#release(event));
    stage.addEventListener('pointercancel', () => {
      this.#drag = null;
    });
    stage.addEventListener(
      'wheel',
      event => {
        if (!this.zoomed) return;
        event.preventDefault();
        this.pan(-event.deltaX, -event.deltaY);
      },
      { passive: false },
    );
  }

  /** Another picture of `size` px, which stands for one of `full` px. */
  show(picture: HTMLImageElement | null, size: Size, full: Size): void {
    if (this.#picture !== picture) {
      if (picture === null) this.#picture?.remove();
      else if (this.#picture === null) this.element.prepend(picture);
      else this.#picture.replaceWith(picture);
      this.#picture = picture;
      if (picture !== null) {
        picture.className = 'shown';
        picture.draggable = false;
      }
    }
    // A sharper picture of the same photo must lie exactly where the coarse one lay.
    const ratio = this.#size.width / size.width;
    this.#size = size;
    this.#full = full;
    this.#placement = { ...this.#placement, scale: this.#placement.scale * ratio };
    this.#place();
  }

  /** What of the picture is looked at, for another stage to look at the same. */
  get look(): Look {
    const { scale, x, y } = this.#placement;
    const { width, height } = this.#size;
    return { zoomed: this.zoomed, x: 0.5 - x / (scale * width), y: 0.5 - y / (scale * height) };
  }

  set look({ zoomed, x, y }: Look) {
    this.zoomed = zoomed;
    const scale = this.#own;
    const { width, height } = this.#size;
    this.#placement = { scale, x: (0.5 - x) * scale * width, y: (0.5 - y) * scale * height };
    this.#place();
  }

  fit(): void {
    this.zoomed = false;
    this.#place();
    this.#onMove();
  }

  /** To the picture's own pixels, with a point of the stage (px from its middle) kept in place. */
  zoom(point = { x: 0, y: 0 }): void {
    if (this.#picture === null) return;
    this.zoomed = true;
    this.#placement = zoomedAt(this.#placement, this.#own, point, this.#stage, this.#size);
    this.#place();
    this.#onMove();
  }

  pan(x: number, y: number): void {
    this.#placement = { ...this.#placement, x: this.#placement.x + x, y: this.#placement.y + y };
    this.#place();
    this.#onMove();
  }

  /** One px of the picture to one of the screen, not of the page. */
  get #own(): number {
    return 1 / window.devicePixelRatio;
  }

  #place(): void {
    this.#placement = this.zoomed
      ? kept({ ...this.#placement, scale: this.#own }, this.#stage, this.#size)
      : fitted(this.#stage, this.#size, this.#own * Math.max(1, this.#full.width / this.#size.width));
    const { scale, x, y } = this.#placement;
    if (this.#picture !== null) {
      const width = this.#size.width * scale;
      const height = this.#size.height * scale;
      const { style } = this.#picture;
      style.width = `${width}px`;
      style.height = `${height}px`;
      style.left = `${Math.round((this.#stage.width - width) / 2 + x)}px`;
      style.top = `${Math.round((this.#stage.height - height) / 2 + y)}px`;
    }
    this.element.classList.toggle('zoomed', this.zoomed);
    this.#onChange();
  }

  #press(event: PointerEvent): void {
    if (event.button !== 0 || event.target !== this.#picture) return;
    this.#drag = { x: event.clientX, y: event.clientY, from: this.#placement, moved: false };
    this.element.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (this.#drag === null) return;
    const x = event.clientX - this.#drag.x;
    const y = event.clientY - this.#drag.y;
    if (Math.hypot(x, y) > 4) this.#drag.moved = true;
    if (!this.zoomed || !this.#drag.moved) return;
    this.#placement = { ...this.#placement, x: this.#drag.from.x + x, y: this.#drag.from.y + y };
    this.#place();
    this.#onMove();
  }

  #release(event: PointerEvent): void {
    const drag = this.#drag;
    this.#drag = null;
    if (drag === null || drag.moved) return;
    const box = this.element.getBoundingClientRect();
    if (this.zoomed) this.fit();
    else this.zoom({ x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 });
  }
}
