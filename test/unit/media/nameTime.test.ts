import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCaptureTime } from '../../../src/engine/media/captureTime.ts';
import type { CaptureTime } from '../../../src/engine/media/model.ts';
import { folderTime, nameTime } from '../../../src/engine/media/nameTime.ts';

const shown = (time: CaptureTime | undefined): string | undefined => time && formatCaptureTime(time);

test('a file name gives a wall clock, a Pixel name UTC, and a name with a day only that day', () => {
  const table: Readonly<Record<string, string | undefined>> = {
    'IMG_20190701_100000.jpg': '2019-07-01T10:00:00',
    'IMG_20190701_100000123.jpg': '2019-07-01T10:00:00.123',
    'VID_20190701_100000.mp4': '2019-07-01T10:00:00',
    '20190701_100000(1).jpg': '2019-07-01T10:00:00',
    '20190701100000.jpg': '2019-07-01T10:00:00',
    '2019-07-01 10.00.00.jpg': '2019-07-01T10:00:00',
    '2019-07-01 10.00.00-2.jpg': '2019-07-01T10:00:00',
    '2019-07-01_10-00-00.png': '2019-07-01T10:00:00',
    'PXL_20210401_123456789.jpg': '2021-04-01T12:34:56.789Z',
    'PXL_20210401_123456789.MP.jpg': '2021-04-01T12:34:56.789Z',
    'Screenshot_2019-07-01-10-00-00-123_com.app.png': '2019-07-01T10:00:00',
    'Screenshot_20190701-100000_Maps.jpg': '2019-07-01T10:00:00',
    'Screenshot 2019-07-01 at 9.05.07 PM.png': '2019-07-01T21:05:07',
    'Screenshot 2023-01-02 at 12.05.07\u202fAM.png': '2023-01-02T00:05:07',
    'Screen Shot 2019-07-01 at 21.05.07.png': '2019-07-01T21:05:07',
    'WhatsApp Image 2019-07-01 at 10.00.00.jpeg': '2019-07-01T10:00:00',
    'signal-2019-07-01-100000.jpg': '2019-07-01T10:00:00',
    'signal-2019-07-01-10-00-00-123.jpg': '2019-07-01T10:00:00',
    'photo_2019-07-01_10-00-00.jpg': '2019-07-01T10:00:00',
    'IMG-20190701-WA0001.jpg': '2019-07-01T00:00:00',
    '1955-07-01 wedding.jpg': '1955-07-01T00:00:00',
    'DSC03584.dng': undefined,
    'IMG_1234.HEIC': undefined,
    'P1020304.JPG': undefined,
    '20191301_100000.jpg': undefined,
    '20190230.jpg': undefined,
    'IMG_1561975200000.jpg': undefined,
    '120190701_100000.jpg': undefined,
    'FB_IMG_15619752001234567.jpg': undefined,
    '2019-07-01 - 2019-07-14.jpg': undefined,
  };
  for (const [name, expected] of Object.entries(table)) assert.equal(shown(nameTime(name)), expected, name);
});

test('only a folder of one day gives a day', () => {
  const table: Readonly<Record<string, string | undefined>> = {
    '2019/07/01': '2019-07-01T00:00:00',
    'photos/2019/07/01': '2019-07-01T00:00:00',
    'photos/2019/07/01/raw': '2019-07-01T00:00:00',
    '2019/07-01': '2019-07-01T00:00:00',
    '2019/2019-07/2019-07-01 Party': '2019-07-01T00:00:00',
    '2019/07 July/01 Sea': '2019-07-01T00:00:00',
    '20190701': '2019-07-01T00:00:00',
    '2019_07_01': '2019-07-01T00:00:00',
    '2019/07': undefined,
    '2019-07': undefined,
    '2019': undefined,
    'Photos from 2019': undefined,
    '2019-07-01 - 2019-07-14 Italy': undefined,
    '2019/07/01-14': undefined,
    '2019/13/01': undefined,
    '2019/02/30': undefined,
    '': undefined,
  };
  for (const [dir, expected] of Object.entries(table)) assert.equal(shown(folderTime(dir)), expected, dir);
});
