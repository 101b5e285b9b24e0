import assert from 'node:assert/strict';
import test from 'node:test';
import type { Page } from './browser.ts';
import type { FakeHost } from './fakehost.ts';
import { allShown, lastPosted, settle, views } from './view.ts';

const { open, skip } = views();

type Mark = Extract<FakeHost['posted'][number], { type: 'request'; method: 'mark' }>;

const cell = (page: Page, index: number) => page.locator(`.cell[data-index="${index}"]`);
const label = (page: Page, index: number) => cell(page, index).getAttribute('aria-label');
const marksAsked = (page: Page) =>
  page.evaluate(() =>
    window.fake.posted.filter(message => message.type === 'request' && message.method === 'mark'),
  ) as Promise<Mark[]>;
const described = (page: Page) =>
  page.waitForFunction(
    () => ![...document.querySelectorAll('.cell')].some(one => one.getAttribute('aria-label')?.includes('not read')),
  );

async function few() {
  const view = await open('grid?set=few');
  await allShown(view.page);
  await described(view.page);
  return view;
}

test('keys mark what is selected: stars, flags, favourite; badges and names say so', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 0).click();
  await page.keyboard.press('4');
  assert.match((await label(page, 0)) ?? '', /, 4 stars/);
  assert.equal(await page.locator('.cell[data-index="0"] .stars .i').count(), 4);
  await page.keyboard.press('p');
  assert.match((await label(page, 0)) ?? '', /, picked/);
  await page.keyboard.press('x');
  assert.match((await label(page, 0)) ?? '', /, rejected/);
  await page.keyboard.press('u');
  assert.doesNotMatch((await label(page, 0)) ?? '', /picked|rejected/);
  const before = /favourite/.test((await label(page, 0)) ?? '');
  await page.keyboard.press('h');
  assert.equal(/favourite/.test((await label(page, 0)) ?? ''), !before);
  await page.keyboard.press('h');
  assert.equal(/favourite/.test((await label(page, 0)) ?? ''), before);
  await page.keyboard.press('0');
  assert.doesNotMatch((await label(page, 0)) ?? '', /star/);
  await done();
});

test('many photos are marked by one request, and a screen reader hears how many', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await cell(page, 0).click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('p');
  const asked = await marksAsked(page);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]?.params.ids.length, 1000);
  assert.equal(asked[0]?.params.flag, 'pick');
  await page.waitForFunction(() => document.querySelector('[role=status].vh')?.textContent === '1,000 photos: picked');
  await done();
});

test('a mark is shown before the answer comes, and is gone where it could not be made', { skip }, async () => {
  const { page, done } = await open('grid?set=few&slow=300');
  await allShown(page);
  await described(page);
  await cell(page, 1).click();
  const before = await label(page, 1);
  await page.evaluate(() => {
    window.fake.refusing = true;
  });
  await page.keyboard.press('5');
  assert.match((await label(page, 1)) ?? '', /5 stars/);
  await page.waitForFunction(
    wanted => document.querySelector('.cell[data-index="1"]')?.getAttribute('aria-label') === wanted,
    before,
  );
  await done();
});

test('marks made quickly one after the other end as the last one says', { skip }, async () => {
  const { page, done } = await open('grid?set=few&slow=60');
  await allShown(page);
  await described(page);
  await cell(page, 2).click();
  for (const key of ['1', '2', '3', '4', '5', '2']) await page.keyboard.press(key);
  assert.match((await label(page, 2)) ?? '', /, 2 stars/);
  await page.waitForTimeout(800);
  assert.match((await label(page, 2)) ?? '', /, 2 stars/);
  await done();
});

test('what was marked is asked for again, and nothing else moves', { skip }, async () => {
  const { page, done } = await open('grid?set=thousand');
  await allShown(page);
  await page.evaluate(() => {
    document.querySelector('.scroll')!.scrollTop = 3000;
  });
  await allShown(page);
  await described(page);
  const seen = () =>
    page.evaluate(() => {
      const top = document.querySelector('.scroll')!.getBoundingClientRect().top;
      const cells = [...document.querySelectorAll<HTMLElement>('.cell')];
      const first = cells.find(one => one.getBoundingClientRect().top >= top + 40)!;
      (window as unknown as { kept?: Element }).kept ??= first;
      return {
        index: first.dataset.index,
        y: first.getBoundingClientRect().top,
        same: first === (window as unknown as { kept?: Element }).kept,
      };
    });
  const before = await seen();
  await cell(page, Number(before.index)).click();
  await page.keyboard.press('4');
  const asked = () =>
    page.evaluate(() => {
      const requests = window.fake.posted.flatMap(message => (message.type === 'request' ? [message.method] : []));
      return { shapes: requests.filter(one => one === 'shape').length, items: requests.lastIndexOf('items') };
    });
  const { shapes } = await asked();
  await page.evaluate(() => {
    const state = { ...window.fake.backup, version: 2 };
    window.fake.send({ type: 'event', event: { event: 'changed', state } });
  });
  await page.waitForFunction(
    wanted =>
      window.fake.posted.filter(message => message.type === 'request' && message.method === 'shape').length > wanted,
    shapes,
    { timeout: 10_000 },
  );
  await page.waitForTimeout(200);
  assert.deepEqual(await seen(), before, 'the same node at the same place');
  assert.match((await label(page, Number(before.index))) ?? '', /4 stars/);
  await done();
});

test('with Shift the next photo follows, in grid and loupe', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 3).click();
  await page.keyboard.press('Shift+P');
  assert.equal(await cell(page, 4).getAttribute('aria-selected'), 'true');
  assert.equal(await cell(page, 3).getAttribute('aria-selected'), 'false');
  await page.keyboard.press('Shift+Digit3');
  assert.equal(await cell(page, 5).getAttribute('aria-selected'), 'true');
  assert.match((await label(page, 3)) ?? '', /picked/);
  assert.match((await label(page, 4)) ?? '', /3 stars/);
  await page.keyboard.press('Enter');
  await page.locator('.loupe:not([hidden])').waitFor();
  await page.keyboard.press('Shift+X');
  await page.locator('.loupe .lbar').waitFor();
  assert.match((await label(page, 5)) ?? '', /rejected/);
  await page.keyboard.press('Escape');
  assert.equal(await cell(page, 6).getAttribute('aria-selected'), 'true');
  await done();
});

test('the loupe shows marks and sets them, by key and by mouse', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 2).click();
  await page.keyboard.press('Enter');
  const pressed = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.marking [aria-pressed=true]')].map(one => one.getAttribute('aria-label')),
    );
  await page.keyboard.press('0');
  await page.keyboard.press('p');
  await page.keyboard.press('3');
  assert.deepEqual((await pressed()).slice(0, 2), ['3 stars (3)', 'Pick (P)']);
  await page.locator('.marking button[aria-label^="3 stars"]').click();
  assert.deepEqual((await pressed()).slice(0, 1), ['Pick (P)'], 'the last star that is lit takes them away');
  await page.locator('.marking button[aria-label^="Reject"]').click();
  assert.deepEqual((await pressed()).slice(0, 1), ['Reject (X)']);
  assert.match((await page.locator('.stage').getAttribute('aria-label')) ?? '', /rejected/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  assert.deepEqual((await pressed()).slice(0, 1), ['Reject (X)']);
  await done();
});

test('? lists every key; each does something where it is said to', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 5).click();
  await page.keyboard.press('?');
  await page.locator('dialog.keylist[open]').waitFor();
  const listed = await page.evaluate(() => ({
    names: [...document.querySelectorAll('.keylist dd')].map(one => one.textContent),
    wanted: window.keyGroups.flatMap(group => group.rows.map(row => row.does)),
    within: document.querySelector('.keylist')!.contains(document.activeElement),
  }));
  assert.deepEqual(listed.names, listed.wanted);
  assert.ok(listed.within, 'the focus is in the dialog');
  await page.keyboard.press('x');
  assert.deepEqual(await marksAsked(page), [], 'what is pressed in the list marks nothing');
  await page.keyboard.press('Escape');
  await page.locator('dialog.keylist').waitFor({ state: 'hidden' });
  assert.equal(
    await page.evaluate(() => (document.activeElement as HTMLElement).dataset.index),
    '5',
    'the focus is where it was',
  );

  await page.evaluate(() => {
    const taken: string[] = [];
    (window as unknown as { taken: string[] }).taken = taken;
    // Last of all: who has taken a key has said so by then, or has kept it from coming here.
    window.addEventListener('keydown', event => {
      if (!event.defaultPrevented && !['Control', 'Shift', 'Meta'].includes(event.key)) taken.push(event.key);
    });
  });
  const groups = await page.evaluate(() => window.keyGroups);
  for (const view of ['grid', 'loupe', 'compare', 'survey'] as const)
    for (const group of groups.filter(one => one.view === 'both' || one.view === view))
      for (const key of group.rows.flatMap(row => row.keys)) {
        const back = async () => {
          // The list may be open, or the filter box have the focus: neither is to take the next keys.
          await page.evaluate(() => {
            document.querySelector<HTMLDialogElement>('dialog.keylist')?.close();
            document.querySelector<HTMLElement>('[role=grid]')?.focus();
          });
          await page.keyboard.press('g');
          await cell(page, 5).click();
          if (view === 'loupe') await page.keyboard.press('Enter');
          if (view !== 'compare' && view !== 'survey') return;
          await cell(page, 8).click({ modifiers: ['Shift'] });
          await page.keyboard.press(view === 'compare' ? 'c' : 'n');
        };
        await back();
        await page.evaluate(() => {
          (window as unknown as { taken: string[] }).taken.length = 0;
        });
        await page.keyboard.press(key);
        const untaken = await page.evaluate(() => (window as unknown as { taken: string[] }).taken);
        assert.deepEqual(untaken, [], `${key} does nothing in the ${view}`);
      }
  await done();
});

test('Delete and Ctrl+Z are the extension’s to do, which hears first what is selected', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 1).click();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Delete');
  const told = await page.evaluate(() =>
    window.fake.posted.filter(({ type }) => type === 'selected' || type === 'run').slice(-2),
  );
  assert.deepEqual(told, [
    { type: 'selected', ids: [22, 21], count: 2, focused: 21 },
    { type: 'run', command: 'quarantine' },
  ]);
  await page.keyboard.press('Control+z');
  assert.deepEqual(await lastPosted(page, 'run'), { type: 'run', command: 'undo' });
  await done();
});

test('Space shows one photo large and back; held down, only as long', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 1).click();
  const shown = () => page.locator('.loupe:not([hidden])').isVisible();
  await page.keyboard.press(' ');
  assert.equal(await shown(), true);
  await page.keyboard.press(' ');
  assert.equal(await shown(), false);
  await page.keyboard.down(' ');
  await page.waitForTimeout(500);
  // The keyboard repeats a key that is held.
  await page.keyboard.down(' ');
  await page.keyboard.down(' ');
  assert.equal(await shown(), true);
  await page.keyboard.up(' ');
  assert.equal(await shown(), false);
  await done();
});

test('letters that are typed into a field mark nothing', { skip }, async () => {
  const { page, done } = await few();
  await cell(page, 1).click();
  await page.evaluate(() => {
    const input = document.createElement('input');
    document.querySelector('.kbar')!.append(input);
    input.focus();
  });
  for (const key of ['x', '5', 'p']) await page.keyboard.press(key);
  await settle(page);
  assert.deepEqual(await marksAsked(page), []);
  await done();
});
