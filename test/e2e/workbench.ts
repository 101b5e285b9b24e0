import fs from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import type { CodeServer } from './codeServer.ts';
import { type Theme, themeClass, themes } from './settings.ts';

const screens = path.join(import.meta.dirname, '..', '..', '.e2e', 'screens');

/** VS Code in a browser, as a person drives it: by the palette, the views, the keyboard. */
export class Workbench {
  readonly page: Page;
  readonly server: CodeServer;

  constructor(page: Page, server: CodeServer) {
    this.page = page;
    this.server = server;
  }

  /** Opens a folder in this page and waits for the window to stand. */
  async open(folder: string): Promise<void> {
    await this.page.goto(this.server.windowUrl(folder));
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor();
    await this.page.locator('.monaco-workbench .activitybar .action-item').first().waitFor();
  }

  /** The open quick input: palette, quick pick or input box. */
  get quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible');
  }

  /** Rows of the quick input that contain this text. */
  quickRows(text: string | RegExp): Locator {
    return this.quickInput.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
  }

  /** Opens the palette and types. F1 gets through also when a webview has the focus. */
  async palette(text: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      await this.page.keyboard.press('F1');
      try {
        await this.quickInput.waitFor({ timeout: 5000 });
        break;
      } catch (error) {
        if (tries === 4) throw error;
      }
    }
    await this.quickInput.locator('input').first().fill(`>${text}`);
  }

  /**
   * Opens the palette on a command and gives its row. An open palette never learns of a command that becomes
   * available later (an extension is still starting): so it is closed and asked again.
   */
  async offered(title: string): Promise<Locator> {
    for (let tries = 0; ; tries++) {
      await this.palette(title);
      const row = this.quickRows(title).first();
      try {
        await row.waitFor({ timeout: 5000 });
        return row;
      } catch (error) {
        if (tries === 15) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Runs a command by its whole title: `Keepsake: Index Backup`. */
  async command(title: string): Promise<void> {
    await (await this.offered(title)).click();
  }

  /** Runs a task by its label through "Tasks: Run Task". */
  async task(label: string): Promise<void> {
    await this.command('Tasks: Run Task');
    await this.quickInput.locator('input[placeholder*="task" i]').fill(label);
    await this.quickRows(label).first().click();
  }

  /** The icon of a view container in the activity bar. */
  activity(title: string): Locator {
    return this.page.locator(`.activitybar .action-item [aria-label^="${title}"]`).first();
  }

  /** Shows a view container; a click on the one that is shown would hide it. */
  async show(title: string): Promise<void> {
    const icon = this.activity(title);
    await icon.waitFor();
    const shown = await icon
      .locator('xpath=ancestor-or-self::*[contains(@class,"action-item")]')
      .first()
      .getAttribute('class');
    if (!shown?.includes('checked')) await icon.click();
  }

  /** A row of a tree by its accessible name. */
  row(name: string | RegExp): Locator {
    return this.page.getByRole('treeitem', { name });
  }

  /** The document of the webview in the editor that is seen: the first where there are several. */
  get editor(): FrameLocator {
    return this.#document('iframe.webview.ready:not([src*="purpose=webviewView"]) >> visible=true');
  }

  /** The document of the webview in a side bar. */
  get sidebarView(): FrameLocator {
    return this.#document('iframe.webview.ready[src*="purpose=webviewView"] >> visible=true');
  }

  #document(selector: string): FrameLocator {
    return this.page.frameLocator(selector).first().frameLocator('iframe#active-frame');
  }

  /** What the active terminal shows. */
  async terminalText(): Promise<string> {
    const lines = await this.page
      .locator('.terminal-wrapper.active .xterm-rows')
      .first()
      .locator('> div')
      .allTextContents();
    return lines.map(line => line.replaceAll('\u00a0', ' ').trimEnd()).join('\n');
  }

  notification(text: string | RegExp): Locator {
    return this.page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  }

  /** Closes all editors and everything that is open above them. */
  async clear(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await this.command('View: Close All Editors');
    await this.command('Notifications: Clear All Notifications');
  }

  /** Changes the colour theme and waits until the window has taken it over. */
  async theme(theme: Theme): Promise<void> {
    // The picker never learns of themes that are registered after it was opened.
    for (let tries = 0; ; tries++) {
      await this.command('Preferences: Color Theme');
      await this.quickInput.locator('input[placeholder*="theme" i]').fill(themes[theme]);
      const option = this.quickInput.getByRole('option', { name: new RegExp(`^${themes[theme]}`) }).first();
      try {
        await option.click({ timeout: 5000 });
        break;
      } catch (error) {
        if (tries === 9) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await this.page.locator(`.monaco-workbench.${themeClass[theme]}`).waitFor();
  }

  /** Keeps a picture of the window in `.e2e/screens`, for people to look at. */
  async screenshot(name: string): Promise<string> {
    fs.mkdirSync(screens, { recursive: true });
    const file = path.join(screens, `${name}.png`);
    await this.page.screenshot({ path: file });
    return file;
  }
}
