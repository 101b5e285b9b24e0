import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { FrameLocator, Page } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong in a webview's own document, where it is serious or critical.
 * @param part of the workbench that the view is in
 */
export async function faults(page: Page, frame: FrameLocator, part: string): Promise<string[]> {
  const body = frame.locator('body');
  // A view in a side bar has no background of its own: axe would take it for white.
  const behind = await page.locator(part).evaluate(element => getComputedStyle(element).backgroundColor);
  await body.evaluate((element, colour) => {
    (element.ownerDocument.documentElement as HTMLElement).style.backgroundColor = colour;
  }, behind);
  await body.evaluate((_, source) => {
    // Not a script element: the page's policy lets only its own run.
    new Function(source)();
  }, axe);
  const { violations } = await body.evaluate((): Promise<AxeResults> => {
    const { axe } = window as unknown as { readonly axe: { run(of: Document, options: object): Promise<AxeResults> } };
    return axe.run(document, { resultTypes: ['violations'] });
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(node => `${id}: ${node.any[0]?.message ?? help}: ${node.html}`));
}
