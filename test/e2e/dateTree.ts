import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

export interface DateRow {
  readonly label: string;
  readonly count: number;
  /** `7.1 MB` */
  readonly size: string;
  /** 1 for the top. */
  readonly level: number;
}

/** The tree of dates in the side bar. */
export class DateTree {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  get #pane(): Locator {
    return this.#bench.page
      .locator('.sidebar .pane')
      .filter({ has: this.#bench.page.locator('.pane-header[aria-label^="Dates"]') });
  }

  /** The row with this label: `2023`, `June`, `Wednesday 14`. */
  row(label: string | RegExp): Locator {
    return this.#pane.locator('.monaco-list-row').filter({
      has: this.#bench.page.locator('.label-name', {
        hasText: typeof label === 'string' ? new RegExp(`^${label}$`) : label,
      }),
    });
  }

  /** The rows that are seen, as a person reads them. */
  async rows(): Promise<DateRow[]> {
    const rows = await this.#pane.locator('.monaco-list-row').evaluateAll(elements =>
      elements.map(row => ({
        top: row.getBoundingClientRect().top,
        label: row.querySelector('.label-name')?.textContent ?? '',
        aside: row.querySelector('.label-description')?.textContent ?? '',
        level: Number(row.getAttribute('aria-level')),
      })),
    );
    return rows
      .sort((a, b) => a.top - b.top)
      .map(({ label, aside, level }) => {
        const [count = '', size = ''] = aside.split(' · ');
        return { label, level, size, count: Number(count.replaceAll(',', '')) };
      });
  }

  /** What a row says, once it is there. */
  async one(label: string): Promise<DateRow> {
    await this.row(label).waitFor();
    const row = (await this.rows()).find(row => row.label === label);
    if (row == null) throw new Error(`The tree has no row “${label}”.`);
    return row;
  }

  /** Opens or closes a row without choosing it. */
  async toggle(label: string): Promise<void> {
    await this.row(label).locator('.monaco-tl-twistie').click();
  }
}
