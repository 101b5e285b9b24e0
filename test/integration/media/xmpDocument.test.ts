/** What is written into a sidecar is what exiftool, and so this house, reads out of it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { CaptureTime } from '../../../src/engine/media/model.ts';
import { type XmpFields, xmpDocument } from '../../../src/engine/media/xmpDocument.ts';
import { readXmp } from '../../../src/engine/media/xmpSidecar.ts';
import { ExifTool } from '../../../src/engine/programs/exiftool.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-xmp-'));
const exiftool = new ExifTool({ processes: 1 });
after(async () => {
  await exiftool.end();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function readBack(fields: XmpFields): ReturnType<typeof readXmp> {
  const file = path.join(folder, 'IMG_1.jpg.xmp');
  fs.writeFileSync(file, xmpDocument(fields) ?? '');
  return readXmp(exiftool, file, 'IMG_1.jpg.xmp');
}

test('each kind of capture time comes back as what it is', async () => {
  const times: readonly CaptureTime[] = [
    { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10), offsetMin: 120 },
    { known: 'zoned', wallMs: Date.UTC(1931, 0, 2, 3, 4, 5, 678), offsetMin: -210 },
    { known: 'wall', wallMs: Date.UTC(2001, 1, 3, 4, 5, 6) },
    { known: 'instant', utcMs: Date.UTC(2018, 8, 28, 22, 35, 49, 630) },
  ];
  for (const time of times) {
    const { times: claims } = await readBack({ capturedAt: time });
    assert.deepEqual(claims?.[0]?.time, time, JSON.stringify(time));
  }
});

test('places come back to a centimetre, on every half of the globe, below the sea too', async () => {
  for (const [lat, lon, alt] of [
    [41.25654, -95.9345, 330.5],
    [-33.716916, 151.999999999, -12.25],
    [0.00001, -179.99999, undefined],
    [89.9999999999, 0, 0],
  ] as const) {
    const { gps } = await readBack({ gps: { lat, lon, ...(alt != null && { alt }) } });
    assert.ok(gps != null);
    assert.ok(Math.abs(gps.value.lat - lat) < 1e-7, `${gps.value.lat} is ${lat}`);
    assert.ok(Math.abs(gps.value.lon - lon) < 1e-7, `${gps.value.lon} is ${lon}`);
    assert.equal(gps.value.alt, alt);
  }
});

test('words come back as they were, whatever is in them', async () => {
  const fields: XmpFields = {
    title: 'Fish & <Chips>',
    description: 'First line\nsecond "line" with ]]> and \u00e9, 家族, 👩‍👩‍👧',
    keywords: ['a', 'b & c', 'Ferien'],
    people: ['Zoë', 'O’Brien'],
    creator: 'Ann',
    copyright: '© Ann',
    rating: 4,
  };
  const facts = await readBack(fields);
  assert.equal(facts.title?.value, fields.title);
  assert.equal(facts.description?.value, fields.description);
  assert.deepEqual(facts.keywords?.value, fields.keywords);
  assert.deepEqual(facts.people?.value, fields.people);
  assert.equal(facts.creator?.value, fields.creator);
  assert.equal(facts.copyright?.value, fields.copyright);
  assert.equal(facts.rating?.value, 4);
  assert.equal(facts.trouble, undefined);
});

test('characters that XML has no place for leave a sidecar that can be read', async () => {
  const facts = await readBack({ description: 'nul \u0000 bell \u0007 lone \ud800 end' });
  assert.equal(facts.description?.value, 'nul \ufffd bell \ufffd lone \ufffd end');
});

test('nothing to say is no sidecar', () => {
  assert.equal(xmpDocument({}), undefined);
  assert.equal(xmpDocument({ keywords: [], title: '', rating: 0 }), undefined);
});
