import assert from 'node:assert/strict';
import test from 'node:test';
import { session } from './session.ts';

const e2e = session();
const timeout = 180_000;

test('the Keepsake icon is in the activity bar', { timeout }, async () => {
  await e2e.bench.activity('Keepsake').waitFor();
  await e2e.bench.show('Keepsake');
  await e2e.bench.page.locator('.sidebar .composite.title', { hasText: /keepsake/i }).waitFor();
  await e2e.bench.screenshot('presence-dark');
});

test('the palette lists the commands of Keepsake', { timeout }, async () => {
  const { bench } = e2e;
  // What needs a backup is not offered before there is one.
  for (const title of ['Index Backup', 'Open Backup', 'Run Job']) {
    await bench.offered(`Keepsake: ${title}`);
    await bench.page.keyboard.press('Escape');
  }
});

test('every colour theme can be worn', { timeout }, async () => {
  const { bench } = e2e;
  const backgrounds = new Set<string>();
  for (const theme of ['light', 'contrast', 'contrastLight', 'dark'] as const) {
    await bench.theme(theme);
    backgrounds.add(
      await bench.page
        .locator('.part.sidebar')
        .evaluate(element => getComputedStyle(element).backgroundColor + getComputedStyle(element).color),
    );
    await bench.screenshot(`presence-${theme}`);
  }
  assert.equal(backgrounds.size, 4);
});
