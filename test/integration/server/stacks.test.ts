import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import sharp from 'sharp';
import { gridShape } from '../../../src/engine/catalog/gridShape.ts';
import { Store } from '../../../src/engine/catalog/store.ts';
import type { ServerEvent } from '../../../src/protocol/server.ts';
import { ServerWindow } from '../../fixtures/serverWindow.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

interface Shot {
  readonly time: string;
  readonly fraction?: string;
  readonly model?: string;
  readonly xmp?: string;
}

let seed = 0;
async function shoot(
  backup: TempBackup,
  name: string,
  { time, fraction, model = 'Phone 3', xmp }: Shot,
): Promise<void> {
  const made = sharp({ create: { width: 90, height: 60, channels: 3, background: { r: ++seed, g: 80, b: 90 } } })
    .jpeg()
    .withExif({
      IFD0: { Make: 'Maker', Model: model },
      IFD2: { DateTimeOriginal: `2024:07:01 ${time}`, ...(fraction == null ? {} : { SubSecTimeOriginal: fraction }) },
    });
  backup.write(name, await (xmp == null ? made : made.withXmp(xmp)).toBuffer());
}

const burstXmp = (id: string, primary: 0 | 1): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:BurstID="${id}" GCamera:BurstPrimary="${primary}"/></rdf:RDF></x:xmpmeta>`;

test('bursts and series stand side by side, each with the photo that stands for it', { timeout: 120_000 }, async t => {
  const backup = new TempBackup(t);
  // A series by time: another camera's photo falls into it.
  await shoot(backup, 'DSC_1.jpg', { time: '10:00:00', fraction: '10' });
  await shoot(backup, 'DSC_2.jpg', { time: '10:00:00', fraction: '60' });
  await shoot(backup, 'Other.jpg', { time: '10:00:00', fraction: '80', model: 'Camera 1' });
  await shoot(backup, 'DSC_3.jpg', { time: '10:00:01', fraction: '10' });
  // By name.
  await shoot(backup, '00000IMG_00000_BURST20240701110000000.jpg', { time: '11:00:00' });
  await shoot(backup, '00001IMG_00001_BURST20240701110000000_COVER.jpg', { time: '11:00:03' });
  // By what the camera says of each.
  await shoot(backup, 'x1.jpg', { time: '12:00:00', xmp: burstXmp('c0ffee', 0) });
  await shoot(backup, 'x2.jpg', { time: '12:00:05', xmp: burstXmp('c0ffee', 1) });
  await shoot(backup, 'x3.jpg', { time: '12:00:09', xmp: burstXmp('other', 0) });
  // Two in a second are two photos.
  await shoot(backup, 'y1.jpg', { time: '13:00:00' });
  await shoot(backup, 'y2.jpg', { time: '13:00:00' });
  assert.equal(backup.cli('index', backup.root).status, 0);
  const window = new ServerWindow(t, { cacheDir: backup.cache });
  await window.ask('open', { root: backup.root });
  const shown = async (sort: 'oldest' | 'newest' | 'name', query = '') => {
    const { ids, stacks, counts } = await window.ask('shape', { scope: { kind: 'all' }, sort, query });
    const names = (await window.ask('items', { ids: [...ids] })).map(({ name }) => name.replace(/\.jpg$/, ''));
    const piles = Array.from({ length: stacks.length / 3 }, (_, k) => {
      const [start = 0, count = 0, cover = 0] = stacks.subarray(3 * k);
      return { of: names.slice(start, start + count), cover: names[start + cover] };
    });
    return { names, piles, counts: [...counts], ids };
  };
  const oldest = await shown('oldest');
  const named = ['00000IMG_00000_BURST20240701110000000', '00001IMG_00001_BURST20240701110000000_COVER'];
  assert.deepEqual(oldest.piles, [
    { of: ['DSC_1', 'DSC_2', 'DSC_3'], cover: 'DSC_1' },
    { of: named, cover: named[1] },
    { of: ['x1', 'x2'], cover: 'x2' },
  ]);
  assert.deepEqual(oldest.names.slice(0, 4), ['DSC_1', 'DSC_2', 'DSC_3', 'Other']);
  assert.deepEqual(oldest.counts, [11]);
  const newest = await shown('newest');
  assert.deepEqual(newest.piles.at(-1), { of: ['DSC_3', 'DSC_2', 'DSC_1'], cover: 'DSC_1' });
  assert.deepEqual((await shown('name')).piles, []);
  assert.deepEqual((await shown('oldest', 'dsc_1')).piles, [], 'of what is found only one is left');

  // The person's choice goes before the camera's; what they rejected stands for nothing.
  const id = (name: string): number => oldest.ids[oldest.names.indexOf(name)] ?? 0;
  await window.ask('mark', { ids: [id('x1')], flag: 'pick' });
  await window.ask('mark', { ids: [id('DSC_2')], rating: 3 });
  await window.ask('mark', { ids: [id(named[1] ?? '')], flag: 'reject' });
  assert.deepEqual(
    (await shown('oldest')).piles.map(({ cover }) => cover),
    ['DSC_2', named[0], 'x1'],
  );

  // It follows the files.
  window.events.length = 0;
  fs.rmSync(backup.path('DSC_3.jpg'));
  backup.cli('index', backup.root);
  await window.hear((event): event is Extract<ServerEvent, { event: 'changed' }> => event.event === 'changed');
  assert.deepEqual(
    (await shown('oldest')).piles.map(({ of }) => of.length),
    [2, 2],
  );
});

test('what a Photos library said of bursts counts, also of photos that say nothing of it', {
  timeout: 60_000,
}, async t => {
  const backup = new TempBackup(t);
  for (const [i, name] of ['a', 'b', 'c'].entries()) await shoot(backup, `${name}.jpg`, { time: `10:0${i}:00` });
  assert.equal(backup.cli('index', backup.root).status, 0);
  const listed = backup.cli('list', backup.root, '--json').lines.filter(({ type }) => type === 'asset');
  const store = Store.open(backup.root, { cache: backup.cache, create: false });
  const said = (pick: number) => ({ raw: { burst: '5A1C', burstPick: pick } });
  const assets = listed
    .slice(0, 2)
    .map(({ id }, i): [string, ReturnType<typeof said>] => [String(id), said([2, 8 + 16][i] ?? 0)]);
  store.commit([{ t: 'said', at: Date.now(), from: 'photos-library', assets }]);
  const { ids, stacks } = gridShape(store.db, { kind: 'all' }, 'oldest');
  store.close();
  assert.equal(ids.length, 3);
  assert.deepEqual([...stacks], [0, 2, 1]);
});
