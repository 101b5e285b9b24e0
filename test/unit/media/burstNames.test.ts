import assert from 'node:assert/strict';
import test from 'node:test';
import { burstOfName } from '../../../src/engine/media/burstNames.ts';

const forms: Readonly<Record<string, readonly [burst: string, isCover: boolean]>> = {
  'IMG_20190701_100000_BURST001.jpg': ['img_20190701_100000', false],
  'IMG_20190701_100000_BURST012.jpg': ['img_20190701_100000', false],
  'IMG_20170101_120000_BURST001_COVER.jpg': ['img_20170101_120000', true],
  'IMG_20190701_100000_BURST3(1).jpg': ['img_20190701_100000', false],
  'PXL_20230101_100000000_BURST-02.jpg': ['pxl_20230101_100000000', false],
  '00000IMG_00000_BURST20190701100000123_COVER.jpg': ['burst20190701100000123', true],
  '00001IMG_00001_BURST20190701100000123.jpg': ['burst20190701100000123', false],
  '00100lrPORTRAIT_00100_BURST20190701100000123.jpg': ['burst20190701100000123', false],
  'DSC_0042_BURST20190701100000123.JPG': ['burst20190701100000123', false],
};
for (const [name, [burst, isCover]] of Object.entries(forms))
  test(`${name} is of a burst`, () => assert.deepEqual(burstOfName(name), { burst, isCover }));

for (const name of [
  'IMG_0001.JPG',
  'BURST001.jpg',
  'Starburst_12.jpg',
  'IMG_20190701_100000.jpg',
  'a_BURSTING.jpg',
  '',
])
  test(`“${name}” is of none`, () => assert.equal(burstOfName(name), undefined));
