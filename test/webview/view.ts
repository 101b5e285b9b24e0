import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { type Browser, launch, missing, type Page } from './browser.ts';
import type { FakeHost } from './fakehost.ts';
import { type Harness, serve } from './server.ts';

/** Makes the views of one test file; every complaint of the browser (the policy's too) fails the test. */
export function views() {
  let harness: Harness;
  let browser: Browser;
  if (missing === '') {
    before(async () => {
      [harness, browser] = await Promise.all([serve(), launch()]);
    });
    after(async () => {
      await browser.close();
      await harness.close();
    });
  }
  return {
    skip: missing === '' ? false : missing,
    async open(path: string, viewport = { width: 1000, height: 700 }) {
      const page = await browser.newPage({ viewport });
      const complaints: string[] = [];
      page.on('console', message => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(error.message));
      await page.goto(`${harness.address}/${path}`);
      return {
        page,
        async done() {
          await page.close();
          assert.deepEqual(complaints, []);
        },
      };
    },
  };
}

/** Waits until every photo in the viewport shows its picture, or says why it has none. */
export const allShown = (page: Page) =>
  page.waitForFunction(() => {
    const view = document.querySelector('.scroll')!.getBoundingClientRect();
    const cells = [...document.querySelectorAll('.cell')].filter(cell => {
      const box = cell.getBoundingClientRect();
      return box.bottom > view.top && box.top < view.bottom;
    });
    return (
      cells.length > 0 &&
      cells.every(cell => {
        const picture = cell.querySelector('img')!;
        const drawn = !picture.hidden && picture.complete && picture.naturalWidth > 0;
        return drawn || cell.querySelector('.stand') !== null;
      })
    );
  });

type Posted = FakeHost['posted'][number];

/** The last message of a type that the view has sent. */
export const lastPosted = <T extends Posted['type']>(page: Page, type: T) =>
  page.evaluate(wanted => window.fake.posted.findLast(message => message.type === wanted), type) as Promise<
    Extract<Posted, { type: T }> | undefined
  >;

/** Two frames and the pause after which a selection is posted. */
export const settle = (page: Page) => page.waitForTimeout(60);
