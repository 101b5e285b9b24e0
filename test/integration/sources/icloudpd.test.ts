/** A folder that icloudpd filled by itself, with the names that it gives by default. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Given } from '../../../src/engine/sources/given.ts';
import { recognise } from '../../../src/engine/sources/recognise.ts';
import type { SourceItem } from '../../../src/engine/sources/source.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function read(folder: string): Promise<{ words: string; kind: string; items: SourceItem[] }> {
  const given = Given.of([folder]);
  try {
    const { source, words } = await recognise(given);
    const items: SourceItem[] = [];
    for await (const event of (await source.open(given)).events()) if (event.type === 'item') items.push(event.item);
    return { words, kind: source.kind, items };
  } finally {
    await given.close();
  }
}

test('a download of icloudpd is recognised by what only it leaves, and its live videos and sidecars find their photos', async t => {
  const temp = new TempBackup(t);
  const heic = fs.readFileSync(path.resolve('test/fixtures/data/quarters.heic'));
  const film = fs.readFileSync(path.resolve('test/fixtures/data/takeout.mp4'));
  temp.write('live/2024/01/02/IMG_1.HEIC', heic);
  temp.write('live/2024/01/02/IMG_1_HEVC.MOV', film);
  temp.write('live/2024/01/02/IFBEGRCF.part', film.subarray(0, 100));
  const live = await read(temp.path('live'));
  assert.equal(live.words, 'Recognised as icloudpd download by IMG_1_HEVC.MOV beside its HEIC.');
  assert.deepEqual(
    live.items.map(({ files }) => files.map(({ name, role }) => [name, role])),
    [
      [
        ['IMG_1.HEIC', 'original'],
        ['IMG_1_HEVC.MOV', 'live'],
      ],
    ],
  );

  await temp.jpeg('sized/2024/01/02/IMG_2.JPG', 2);
  const other = fs.readFileSync(await temp.jpeg('other.jpg', 0x40503));
  temp.write(`sized/2024/01/02/IMG_2-${other.length}.JPG`, other);
  if (String(other.length).length < 4) temp.write('sized/2024/01/02/IMG_2-1234.JPG', Buffer.alloc(1234, other));
  const sized = await read(temp.path('sized'));
  assert.match(sized.words, /^Recognised as icloudpd download by IMG_2-\d+\.JPG, which is named by its size\.$/);

  await temp.jpeg('said/IMG_3.JPG', 3);
  temp.write(
    'said/IMG_3.JPG.xmp',
    `<?xml version='1.0' encoding='utf-8'?>\n<x:xml_doc xmlns:x="adobe:ns:meta/" x:xmptk="icloudpd 1.32.3+2035bb1"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xml_doc>`,
  );
  const said = await read(temp.path('said'));
  assert.equal(said.kind, 'icloudpd');
  assert.deepEqual(
    said.items[0]?.sidecars.map(({ name }) => name),
    ['IMG_3.JPG.xmp'],
  );
});

test('a folder of which only the names look alike is a folder', async t => {
  const temp = new TempBackup(t);
  await temp.jpeg('any/IMG_1.JPG', 1);
  await temp.jpeg('any/IMG_1-2000.JPG', 2);
  temp.write('any/IMG_2_HEVC.MOV', 'no film');
  assert.equal((await read(temp.path('any'))).kind, 'folder');
});
