import assert from 'node:assert/strict';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { Workbench } from './workbench.ts';

/** Questions that VS Code asks one after the other, answered by the keyboard as a person does. */
export class QuickPick {
  readonly #bench: Workbench;

  constructor(bench: Workbench) {
    this.#bench = bench;
  }

  get #widget(): Locator {
    return this.#bench.quickInput;
  }

  /** Waits for the question with this placeholder, and for its place among the others: `2/4`. */
  async asks(placeholder: RegExp, step?: string): Promise<void> {
    await this.#widget.locator(`input[placeholder]`).first().waitFor();
    await this.#bench.page.waitForFunction(
      ([source, place]) => {
        const widget = [...document.querySelectorAll<HTMLElement>('.quick-input-widget')].find(
          element => element.style.display !== 'none',
        );
        const input = widget?.querySelector('input[placeholder]');
        const text = input?.getAttribute('placeholder') ?? '';
        return new RegExp(source ?? '').test(text) && (widget?.textContent ?? '').includes(place ?? '');
      },
      [placeholder.source, step ?? ''] as const,
    );
    // A webview that had the focus before the palette may take it back in that moment.
    await this.#widget.locator('input[placeholder]').first().focus();
  }

  /** Types so much of a row that it is the first, and takes it. */
  async take(text: string): Promise<void> {
    await this.#bench.page.keyboard.type(text);
    await this.#bench.quickRows(text).first().waitFor();
    await this.#bench.page.keyboard.press('Enter');
  }

  /** Takes the row that the cursor stands on. */
  async enter(): Promise<void> {
    await this.#bench.page.keyboard.press('Enter');
  }

  /** The button that leads to the step before. */
  async back(): Promise<void> {
    await this.#widget.getByRole('button', { name: /^Back/ }).click();
  }

  /** The rows that are seen, as their text. */
  rows(): Promise<string[]> {
    return this.#widget.locator('.quick-input-list .monaco-list-row').allInnerTexts();
  }

  /**
   * Answers VS Code's own file dialog, which has this title, with a path. @param listed a row that is seen when the
   * dialog has looked: of the folder that the file is in, or of the folder itself where the path ends with a slash
   */
  async path(title: string, file: string, listed = path.basename(file)): Promise<void> {
    await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor();
    // It shows the folder that it begins with last: what is typed before is lost.
    await this.#widget.locator('.quick-input-list .monaco-list-row', { hasText: '..' }).waitFor();
    const input = this.#widget.locator('input').first();
    await eventually(async () => {
      await input.fill(file);
      assert.equal(await input.inputValue(), file);
    });
    // Enter means it once the dialog has looked into the folder.
    await this.#bench.quickRows(listed).first().waitFor();
    await this.#bench.page.keyboard.press('Enter');
    await this.#widget.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'detached' });
  }
}
