import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { damageOf } from '../../../src/engine/media/damage.ts';
import { FACTS_VERSION } from '../../../src/engine/media/factsVersion.ts';

const jpeg = await sharp({
  create: {
    width: 300,
    height: 200,
    channels: 3,
    background: '#345',
    noise: { type: 'gaussian', mean: 128, sigma: 60 },
  },
})
  .withExif({ IFD0: { Model: 'camera' } })
  .jpeg()
  .toBuffer();
const film = Buffer.concat([Buffer.from('\0\0\0\x18ftypmp42'), Buffer.alloc(500_000, 7)]);

const cases: Readonly<Record<string, [bytes: Buffer, cut: boolean]>> = {
  whole: [jpeg, false],
  'with a film behind it': [Buffer.concat([jpeg, film]), false],
  'with zeros behind it': [Buffer.concat([jpeg, Buffer.alloc(100_000)]), false],
  'without its last two bytes': [jpeg.subarray(0, -2), true],
  'without its second half': [jpeg.subarray(0, jpeg.length >> 1), true],
  'with zeros for its second half': [Buffer.concat([jpeg.subarray(0, jpeg.length >> 1), Buffer.alloc(300_000)]), true],
  'cut in its metadata': [jpeg.subarray(0, 30), true],
};
for (const [what, [bytes, cut]] of Object.entries(cases))
  test(`a JPEG ${what} is ${cut ? '' : 'not '}cut`, t => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-damage-'));
    t.after(() => fs.rmSync(folder, { recursive: true }));
    const file = path.join(folder, 'a.jpg');
    fs.writeFileSync(file, bytes);
    const said = damageOf(file, { v: FACTS_VERSION, fileType: 'JPEG', mimeType: 'image/jpeg' });
    assert.equal(said != null, cut);
  });
