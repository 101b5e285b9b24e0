import assert from 'node:assert/strict';
import test from 'node:test';
import { keepsake } from './commandLine.ts';
import { DateTree } from './dateTree.ts';
import { DetailsView } from './detailsView.ts';
import { eventually } from './eventually.ts';
import { GridView } from './gridView.ts';
import { session } from './session.ts';

const e2e = session({ prepare: places => void keepsake(places, 'index') });
const timeout = 180_000;
/** VS Code writes the state of its views now and then, not at once; ms. */
const flushed = 8000;
let grid: GridView;
let details: DetailsView;
let total = 0;

const at = (index: number) => grid.document.locator(`.cell[data-index="${index}"]`);
const selected = async () => (await grid.shown()).filter(cell => cell.selected).map(cell => cell.index);

test('a folder that is a backup already opens by itself', { timeout }, async () => {
  const { bench } = e2e;
  grid = new GridView(bench);
  details = new DetailsView(bench);
  const tree = new DateTree(bench);
  await bench.show('Keepsake');
  await tree.row('All photos').click();
  total = (await tree.one('All photos')).count;
  await grid.shows(total);
  await grid.painted();
});

test('a click selects one, Ctrl one more, Shift a range', { timeout }, async () => {
  await at(1).click();
  await grid.selected(1);
  assert.deepEqual(await selected(), [1]);
  await at(3).click({ modifiers: ['ControlOrMeta'] });
  await grid.selected(2);
  assert.deepEqual(await selected(), [1, 3]);
  await at(3).click({ modifiers: ['ControlOrMeta'] });
  await grid.selected(1);
  await at(0).click();
  await at(4).click({ modifiers: ['Shift'] });
  await grid.selected(5);
  assert.deepEqual(await selected(), [0, 1, 2, 3, 4]);
});

test('the arrow keys, Home and End go from photo to photo; Shift and Ctrl+A select more', { timeout }, async () => {
  const { keyboard } = e2e.bench.page;
  await at(2).click();
  await keyboard.press('ArrowRight');
  assert.deepEqual(await selected(), [3]);
  await keyboard.press('ArrowLeft');
  await keyboard.press('ArrowLeft');
  assert.deepEqual(await selected(), [1]);
  await keyboard.press('Shift+ArrowRight');
  await keyboard.press('Shift+ArrowRight');
  await grid.selected(3);
  assert.deepEqual(await selected(), [1, 2, 3]);
  await keyboard.press('End');
  await grid.selected(1);
  assert.deepEqual(await selected(), [total - 1]);
  await keyboard.press('Home');
  await grid.selected(1);
  assert.deepEqual(await selected(), [0]);
  await keyboard.press('ArrowDown');
  assert.deepEqual(await selected(), [1], 'the next row begins with the next photo: each day here has one or two');
  await keyboard.press('ControlOrMeta+a');
  await grid.selected(total);
  await keyboard.press('Escape');
  await grid.selected(0);
});

test('the details tell of one photo what is known, and from where', { timeout }, async () => {
  const { bench } = e2e;
  await bench.command('Keepsake: Show Details');
  await details.document.locator('p.nothing').waitFor();
  await new DateTree(bench).row('2023').click();
  await grid.cell('IMG_2337.HEIC').click();
  await details.tells('IMG_2337.HEIC');
  await details.document.locator('p.dim', { hasText: /^Live Photo · HEIC/ }).waitFor();
  assert.match(await details.value('Taken').innerText(), /June 14, 2023/);
  assert.equal(await details.origin('Taken').innerText(), 'EXIF');
  assert.match(await details.file('IMG_2337.HEIC').innerText(), /original/);
  assert.match(await details.file('IMG_2337.MOV').innerText(), /live/);
  assert.match(await details.file('IMG_2337.MOV').innerText(), /\d (kB|MB)/);
  assert.match(await details.file('IMG_2337.MOV').innerText(), /no checksum yet/);
  await details.verified.filter({ hasText: 'Never verified' }).waitFor();
  await grid.painted();
  await bench.screenshot('select-one');
});

test('what a sidecar, a name or a folder told is said to be so', { timeout }, async () => {
  const tree = new DateTree(e2e.bench);
  await tree.row('2018').click();
  await grid.cell('photo_0001.JPG').click();
  await details.tells('photo_0001.JPG');
  await eventually(async () => {
    assert.equal(await details.origin('Taken').innerText(), 'Sidecar');
    assert.match(await details.value('Taken').innerText(), /UTC; zone unknown|[+-]\d\d:\d\d/);
    assert.match(await details.file('photo_0001.JPG.supplemental-metadata.json').innerText(), /sidecar/);
  });
  await tree.row('2020').click();
  await grid.cell('IMG_20200411_143036.JPG').click();
  await details.tells('IMG_20200411_143036.JPG');
  await eventually(async () => {
    assert.equal(await details.origin('Taken').innerText(), 'File name');
    assert.match(await details.value('Taken').innerText(), /zone unknown/);
  });
  await tree.row('2023').click();
  await grid.cell('IMG_0000.JPG').click();
  await details.tells('IMG_0000.JPG');
  await eventually(async () => {
    assert.equal(await details.origin('Taken').innerText(), 'Folder');
    assert.match(await details.value('Taken').innerText(), /June 15, 2023\s+time unknown/);
  });
  await tree.row('Unknown date').click();
  await grid.shows(1);
  await grid.cells.first().click();
  await details.tells('photo_0025.JPG');
  await details.document.locator('.note', { hasText: 'When it was taken is not known' }).waitFor();
});

test('of several they tell what is common, and what differs', { timeout }, async () => {
  const { bench } = e2e;
  const tree = new DateTree(bench);
  await tree.row('2022').click();
  const { count } = await tree.one('2022');
  await grid.shows(count);
  await grid.cells.first().click();
  await bench.page.keyboard.press('ControlOrMeta+a');
  await details.tells(`${count} selected`);
  await eventually(async () => {
    assert.match(await details.value('Taken').innerText(), /2022.*–.*2022/s);
    assert.match(await details.value('Body').innerText(), /^differs · \d values/);
  });
  await details.group('About').getByText('Ana').first().waitFor();
  await bench.screenshot('select-several');
});

test('Enter and double click open the loupe, keys lead through it, Escape leads back', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard } = bench.page;
  await new DateTree(bench).row('2023').click();
  await grid.cell('IMG_2337.HEIC').click();
  await keyboard.press('Enter');
  const { loupe } = grid;
  const named = (name: string) => loupe.locator('.lbar b', { hasText: name }).waitFor();
  const picture = loupe.locator('.stage img.shown');
  const shownWhole = () =>
    picture.evaluate(async image => {
      const element = image as HTMLImageElement;
      await element.decode();
      return element.naturalWidth;
    });
  await named('IMG_2337.HEIC');
  // The preview, not the thumbnail of 256 px.
  await loupe.locator('.stage img.shown[src^="blob:"]').waitFor();
  assert.ok((await shownWhole()) > 256);
  await bench.screenshot('select-loupe');

  const fitted = await picture.boundingBox();
  await keyboard.press('z');
  await loupe.locator('.stage.zoomed').waitFor();
  const whole = await picture.boundingBox();
  assert.ok(fitted && whole);
  assert.equal(Math.round(whole.width), await shownWhole(), 'at 100 % one pixel of it is one of the screen');
  assert.ok(whole.width > fitted.width);
  await bench.screenshot('select-loupe-100');
  await keyboard.press('f');
  await loupe.locator('.stage:not(.zoomed)').waitFor();

  // It is the year's oldest, and the newest come first.
  await loupe.getByText(/^5 of 5$/).waitFor();
  await keyboard.press('ArrowLeft');
  await loupe.getByText(/^4 of 5$/).waitFor();
  const second = await loupe.locator('.lbar b').innerText();
  assert.notEqual(second, 'IMG_2337.HEIC');
  await details.tells(second);
  await keyboard.press('ArrowRight');
  await named('IMG_2337.HEIC');
  await loupe.getByRole('button', { name: 'Previous (Left)' }).click();
  await named(second);
  await keyboard.press('Escape');
  await loupe.waitFor({ state: 'detached' });
  await grid.selected(1);
  assert.equal((await grid.shown()).find(cell => cell.selected)?.label.startsWith(second), true);

  await grid.cell('DSC03147.JPG').dblclick();
  await named('DSC03147.JPG');
  await keyboard.press('Escape');
  await loupe.waitFor({ state: 'detached' });
});

test('a reload of the window shows the same photos, place, size and selection', { timeout }, async () => {
  const { bench } = e2e;
  const { keyboard, mouse } = bench.page;
  await new DateTree(bench).row('All photos').click();
  await grid.shows(total);
  await grid.grid.hover();
  await mouse.wheel(0, 900);
  await bench.page.waitForTimeout(300);
  const [first, second] = (await grid.painted()).filter(cell => cell.painted).slice(4);
  assert.ok(first && second);
  await grid.cell(first.label).click();
  await grid.cell(second.label).click({ modifiers: ['ControlOrMeta'] });
  await grid.selected(2);
  await keyboard.press('+');
  await keyboard.press('+');
  const size = await grid.document.getByRole('slider', { name: 'Thumbnail size' }).inputValue();
  const chosen = await selected();
  await grid.painted();
  const place = await at(chosen[0] ?? 0).boundingBox();
  await bench.page.waitForTimeout(flushed);

  await bench.page.reload();
  await grid.shows(total);
  await grid.selected(2);
  await grid.painted();
  assert.deepEqual(await selected(), chosen);
  assert.equal(await grid.document.getByRole('slider', { name: 'Thumbnail size' }).inputValue(), size);
  const again = await at(chosen[0] ?? 0).boundingBox();
  assert.ok(place && again && Math.abs(place.y - again.y) < 60, `at ${place?.y} px before, at ${again?.y} px after`);
});

test('a reload in the loupe comes back to the photo', { timeout }, async () => {
  const { bench } = e2e;
  await bench.show('Keepsake');
  await new DateTree(bench).row('2023').click();
  await grid.cell('DSC03147.JPG').dblclick();
  await grid.loupe.locator('.lbar b', { hasText: 'DSC03147.JPG' }).waitFor();
  await bench.page.waitForTimeout(flushed);
  await bench.page.reload();
  await grid.loupe.locator('.lbar b', { hasText: 'DSC03147.JPG' }).waitFor();
  await grid.loupe.locator('.stage img.shown').waitFor();
  await bench.screenshot('select-loupe-after-reload');
});
