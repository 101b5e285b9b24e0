import type { Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** Searches, albums, people and keywords in the side bar. */
export class CollectionsTree {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  get #pane(): Locator {
    return this.#bench.page
      .locator('.sidebar .pane')
      .filter({ has: this.#bench.page.locator('.pane-header[aria-label^="Collections"]') });
  }

  /** The row with this label: a section, or what is in one. */
  row(label: string): Locator {
    return this.#pane.locator('.monaco-list-row').filter({
      has: this.#bench.page.locator('.label-name', { hasText: new RegExp(`^${label}$`) }),
    });
  }

  /** What stands beside the label. */
  async aside(label: string): Promise<string> {
    return (await this.row(label).locator('.label-description').textContent()) ?? '';
  }

  async open(section: string): Promise<void> {
    const row = this.row(section);
    await row.waitFor();
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.locator('.monaco-tl-twistie').click();
  }
}
