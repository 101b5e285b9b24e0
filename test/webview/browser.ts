import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { findChromium } from '../e2e/chromium.ts';

/** As much of playwright-core as these tests use; it is installed in a package of its own. */
export interface Page {
  goto(address: string): Promise<unknown>;
  reload(): Promise<unknown>;
  // biome-ignore lint/suspicious/noExplicitAny: what runs in the page has the page's types
  evaluate<T>(code: ((argument: any) => T | Promise<T>) | string, argument?: unknown): Promise<T>;
  waitForFunction<A>(code: (argument: A) => unknown, argument?: A, options?: { timeout?: number }): Promise<unknown>;
  locator(selector: string): Locator;
  getByRole(role: string, options?: { name?: string | RegExp }): Locator;
  setViewportSize(size: { width: number; height: number }): Promise<void>;
  screenshot(options: { path: string }): Promise<unknown>;
  emulateMedia(options: { reducedMotion?: 'reduce' | 'no-preference' }): Promise<void>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  waitForTimeout(milliseconds: number): Promise<void>;
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
    down(key: string): Promise<void>;
    up(key: string): Promise<void>;
  };
  readonly mouse: {
    wheel(x: number, y: number): Promise<void>;
    move(x: number, y: number, options?: { steps?: number }): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
    click(x: number, y: number): Promise<void>;
    dblclick(x: number, y: number): Promise<void>;
  };
  close(): Promise<void>;
}

export interface Locator {
  click(options?: { modifiers?: ('Control' | 'Shift')[]; position?: { x: number; y: number } }): Promise<void>;
  dblclick(): Promise<void>;
  count(): Promise<number>;
  locator(selector: string): Locator;
  fill(text: string): Promise<void>;
  inputValue(): Promise<string>;
  evaluate<T>(code: (element: Element) => T): Promise<T>;
  isHidden(): Promise<boolean>;
  nth(index: number): Locator;
  first(): Locator;
  focus(): Promise<void>;
  textContent(): Promise<string | null>;
  getAttribute(name: string): Promise<string | null>;
  boundingBox(): Promise<{ x: number; y: number; width: number; height: number } | null>;
  waitFor(options?: { state?: 'visible' | 'hidden' | 'attached'; timeout?: number }): Promise<void>;
  isVisible(): Promise<boolean>;
  allTextContents(): Promise<string[]>;
}

export interface Browser {
  newPage(options: { viewport: { width: number; height: number }; deviceScaleFactor?: number }): Promise<Page>;
  close(): Promise<void>;
}

const modules = process.env.E2E_NODE_MODULES ?? path.join(import.meta.dirname, '../e2e/node_modules');
const chromium = findChromium();

/** Why these tests can't run here, or ''. */
export const missing = !fs.existsSync(path.join(modules, 'playwright-core'))
  ? 'playwright-core is not installed in test/e2e'
  : chromium == null
    ? 'there is no Chromium or Chrome: install it, or name it in the variable CHROMIUM'
    : '';

export function launch(): Promise<Browser> {
  const require = createRequire(path.join(modules, 'x.js'));
  const playwright = require('playwright-core') as {
    chromium: { launch(options: object): Promise<Browser> };
  };
  return playwright.chromium.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
