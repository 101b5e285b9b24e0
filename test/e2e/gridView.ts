import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** What a mounted cell of the grid shows. */
export interface Shown {
  readonly index: number;
  /** What a screen reader says of it. */
  readonly label: string;
  readonly selected: boolean;
  /** Whether pixels of a thumbnail are there. */
  readonly painted: boolean;
  /** What is said in place of a picture; '' where there is one, or none yet. */
  readonly stand: string;
}

/** The grid in the active editor, as a person uses it. */
export class GridView {
  readonly bench: Workbench;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  get document(): FrameLocator {
    return this.bench.editor;
  }

  get grid(): Locator {
    return this.document.locator('[role=grid]');
  }

  get cells(): Locator {
    return this.document.locator('.cell[data-index]');
  }

  /** Cells whose file's name begins so, in the order of the grid. */
  cell(name: string): Locator {
    return this.document.locator(`.cell[aria-label^="${name}"]`).first();
  }

  /** The days that are headed, of those that are mounted. */
  get headings(): Locator {
    return this.document.locator('.day [role=heading]');
  }

  get loupe(): Locator {
    return this.document.locator('.loupe:not([hidden])');
  }

  /** `31 photos · 7.1 MB · 2 selected` */
  get counts(): Locator {
    return this.document.locator('.kbar .counts');
  }

  /** Waits until the tool bar tells of so many. */
  async shows(count: number): Promise<void> {
    const text = new RegExp(`^${count.toLocaleString('en')} photos?$`);
    await this.counts.locator('b').filter({ hasText: text }).waitFor();
  }

  async selected(count: number): Promise<void> {
    const words = count === 0 ? /^$/ : new RegExp(`^${count.toLocaleString('en')} selected$`);
    await this.counts.locator('span').last().filter({ hasText: words }).waitFor({ state: 'attached' });
  }

  /** What stands in the cells that are mounted now. */
  async shown(): Promise<Shown[]> {
    const cells = await this.cells.evaluateAll(elements =>
      elements.map(cell => {
        const picture = cell.querySelector('img');
        return {
          index: Number((cell as HTMLElement).dataset.index),
          label: cell.getAttribute('aria-label') ?? '',
          selected: cell.getAttribute('aria-selected') === 'true',
          painted: picture != null && !picture.hidden && picture.complete && picture.naturalWidth > 0,
          stand: cell.querySelector('.stand')?.textContent ?? '',
        };
      }),
    );
    return cells.sort((a, b) => a.index - b.index);
  }

  /** Waits until every cell in sight has its picture, or says why it has none; gives all mounted ones. */
  async painted(): Promise<Shown[]> {
    await this.cells.first().waitFor();
    for (let tries = 0; ; tries++) {
      const waiting = await this.cells.evaluateAll(
        elements =>
          elements.filter(cell => {
            const { top, bottom } = cell.getBoundingClientRect();
            if (bottom < 0 || top > window.innerHeight || cell.querySelector('.stand')) return false;
            const picture = cell.querySelector('img');
            return picture == null || picture.hidden || picture.naturalWidth === 0;
          }).length,
      );
      if (waiting === 0) return this.shown();
      if (tries === 300) throw new Error(`${waiting} photos in sight have neither a picture nor a word after 30 s`);
      await this.bench.page.waitForTimeout(100);
    }
  }

  /** Scrolls from the first to the last row by the wheel and gives every cell that there was, painted. */
  async all(): Promise<Shown[]> {
    const found = new Map<number, Shown>();
    await this.grid.hover();
    await this.bench.page.mouse.wheel(0, -1e7);
    for (let last = -1; ; ) {
      for (const cell of await this.painted()) {
        const before = found.get(cell.index);
        if (before == null || !(before.painted || before.stand !== '')) found.set(cell.index, cell);
      }
      const end = Math.max(...found.keys());
      const top = await this.grid.evaluate(element => element.getBoundingClientRect().height);
      await this.bench.page.mouse.wheel(0, top * 0.6);
      await this.bench.page.waitForTimeout(150);
      const position = await this.position();
      if (position === last) {
        if (found.has(end)) return [...found.values()].sort((a, b) => a.index - b.index);
      }
      last = position;
    }
  }

  /** What the scrubber says: 0 at the first photo, 100 at the last. */
  async position(): Promise<number> {
    return this.document.locator('.scrub').evaluate(element => {
      const [, at = '0'] =
        /translateY\(([\d.]+)px\)/.exec((element.querySelector('.at') as HTMLElement).style.transform) ?? [];
      return Number(at);
    });
  }
}
