import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

/** The details panel, as a person reads it. */
export class DetailsView {
  readonly bench: Workbench;

  constructor(bench: Workbench) {
    this.bench = bench;
  }

  get document(): FrameLocator {
    return this.bench.sidebarView;
  }

  /** Waits until it tells of this photo, or of so many. */
  async tells(heading: string | RegExp): Promise<void> {
    await this.document.locator('h1', { hasText: heading }).waitFor();
  }

  group(title: string): Locator {
    return this.document.locator('section.grp').filter({ has: this.document.locator('h2', { hasText: title }) });
  }

  /** The value of a field, by its name. */
  value(name: string): Locator {
    return this.#term(name).locator('xpath=following-sibling::dd[1]');
  }

  /** Where the value comes from, in words. */
  origin(name: string): Locator {
    return this.#term(name).locator('xpath=following-sibling::dd[2]');
  }

  /** The row of a file, by its name. */
  file(name: string): Locator {
    return this.document.getByRole('listitem').filter({ hasText: name });
  }

  get verified(): Locator {
    return this.document.locator('p.verified');
  }

  #term(name: string): Locator {
    return this.document.locator('dt').filter({ hasText: new RegExp(`^${name}$`) });
  }
}
