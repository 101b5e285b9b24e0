import assert from 'node:assert/strict';
import test from 'node:test';
import { parseCaptureTime, wallDate } from '../../../src/webview/capturetime.ts';
import { clockLength, Locale } from '../../../src/webview/locale.ts';

const locale = new Locale('en-GB');
const shown = (text: string) => locale.captured(parseCaptureTime(text)!);

test('the wall clock is shown as it was, whatever zone it was in and whoever looks', () => {
  for (const zone of ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC']) {
    process.env.TZ = zone;
    for (const text of [
      '2025-06-14T18:42:07+01:00',
      '2025-06-14T18:42:07',
      '2025-06-14T18:42:07Z',
      '2025-06-14T18:42:07.123-0930',
    ])
      assert.match(shown(text), /14 June 2025.* 18:42:07$/, `${text} in ${zone}`);
  }
  delete process.env.TZ;
});

for (const [text, zone, hasClock] of [
  ['2019-07-01T10:00:00+02:00', '+02:00', true],
  ['2019-07-01T10:00:00-0330', '-03:30', true],
  ['2019-07-01T10:00:00Z', 'utc', true],
  ['2019-07-01T10:00:00', null, true],
  ['2019-07-01 10:00', null, true],
  ['2019-07-01', null, false],
  ['1931-05-09T00:00:00', null, true],
] as const) {
  test(`${text} has the zone ${zone} and ${hasClock ? 'a' : 'no'} time of day`, () => {
    const time = parseCaptureTime(text)!;
    assert.equal(time.zone, zone);
    assert.equal(time.hasClock, hasClock);
  });
}

for (const text of [
  '',
  'yesterday',
  '2019-13-01T10:00:00',
  '2019-07-01T10:61:00',
  '2019:07:01 10:00:00',
  '<b>2019-07-01</b>',
])
  test(`“${text}” is no time`, () => assert.equal(parseCaptureTime(text), null));

test('years before 100 and before 1970 are those years', () => {
  assert.equal(wallDate(parseCaptureTime('0099-01-02T03:04:05')!).toISOString(), '0099-01-02T03:04:05.000Z');
  assert.match(shown('1931-05-09T06:00:00'), /9 May 1931, 06:00:00/);
});

test('a day without a time of day shows none', () => assert.doesNotMatch(shown('2019-07-04'), /:/));

test('midnight is 00:00', () => assert.match(shown('2019-07-04T00:05:00'), /00:05:00$/));

for (const [seconds, length] of [
  [0.2, '0:01'],
  [14, '0:14'],
  [62, '1:02'],
  [3729, '1:02:09'],
] as const)
  test(`${seconds} s is ${length}`, () => assert.equal(clockLength(seconds), length));

for (const [bytes, size] of [
  [0, '0 byte'],
  [412_000, '412 kB'],
  [999_600, '1 MB'],
  [1_940_000, '1.9 MB'],
  [118_200_000, '118 MB'],
  [611_900_000_000, '612 GB'],
] as const)
  test(`${bytes} bytes are ${size}`, () => assert.equal(locale.bytes(bytes).replace('bytes', 'byte'), size));

test('how long ago, in words', () => {
  const now = Date.UTC(2025, 10, 21, 12);
  assert.equal(locale.ago(now - 2 * 86_400_000, now), '2 days ago');
  assert.equal(locale.ago(now - 5 * 60_000, now), '5 minutes ago');
  assert.equal(locale.ago(now - 400 * 86_400_000, now), 'last year');
});

test('days before 1970 have names too', () => assert.match(locale.day(-1), /Wednesday.* 31 December 1969/));

test('a language that nobody knows does not break the view', () => {
  assert.equal(new Locale('not a language').number(5), '5');
});

test('a name that gives a day gives no clock; midnight by the camera is midnight', () => {
  const text = '2019-07-01T00:00:00';
  for (const origin of ['filename', 'folder'] as const) assert.equal(parseCaptureTime(text, origin)?.hasClock, false);
  assert.equal(parseCaptureTime(text, 'exif')?.hasClock, true);
  assert.equal(parseCaptureTime('2019-07-01T14:30:36', 'filename')?.hasClock, true);
});
