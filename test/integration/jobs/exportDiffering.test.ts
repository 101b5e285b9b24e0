/** What a source says of a photo otherwise than the photo itself is kept where it adds something, else told of. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { exiftoolPath } from 'exiftool-vendored';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const FOLDER = 'Takeout/Google Photos/Photos from 1980';
const json = (title: string, seconds: number, more: object = {}): string =>
  JSON.stringify({ title, photoTakenTime: { timestamp: String(seconds) }, ...more });
const differing = /-differs$/;

test('another date or place is told with both values; people and keywords of file and source are all found', async t => {
  const [source, backup] = [new TempBackup(t), new TempBackup(t)];
  const write = (name: string, serial: number, exif: string, said: string): string => {
    source.write(`${FOLDER}/${name}.supplemental-metadata.json`, said);
    return source.write(`${FOLDER}/${name}`, takeoutMedia('jpg', serial, exif));
  };
  const paris = { geoData: { latitude: 48.8566, longitude: 2.3522, altitude: 0 } };
  const people = { people: [{ name: 'Anna' }, { name: 'Bob' }] };
  const scan = write(
    'scan001.jpg',
    1,
    '2017:03:03 10:00:00',
    json('scan001.jpg', 331_257_600, { ...paris, ...people }),
  );
  // 10:00 in Berlin.
  write('same.jpg', 2, '2019:07:01 10:00:00', json('same.jpg', 1_561_968_000));
  const tool = await exiftoolPath();
  execFileSync(tool, [
    ...['-q', '-overwrite_original', '-XMP-iptcExt:PersonInImage=Carl', '-GPSLatitude=10', '-GPSLatitudeRef=N'],
    ...['-GPSLongitude=20', '-GPSLongitudeRef=E', '-XMP-dc:Subject=Katie', '-IPTC:Keywords=Kids', scan],
  ]);
  const run = backup.cli('export', source.root, '--to', backup.root, '--json');
  assert.equal(run.status, 0, run.stderr);
  const told = run.findings().filter(({ code }) => differing.test(String(code)));
  assert.deepEqual(
    told.map(({ code, severity, path }) => [code, severity, String(path).split('/').at(-1)]),
    [
      ['date-differs', 'info', 'scan001.jpg'],
      ['place-differs', 'info', 'scan001.jpg'],
    ],
  );
  assert.match(String(told[0]?.message), /2017-03-03T10:00:00.*says 1980-07-01T00:00:00Z/);
  assert.match(String(told[1]?.message), /10\.00000, 20\.00000.*says 48\.85660, 2\.35220/);

  for (const query of ['person:Anna', 'person:Bob', 'person:Carl', 'keyword:Katie', 'keyword:Kids']) {
    const { stdout } = backup.cli('list', backup.root, query);
    assert.match(stdout, /scan001\.jpg/, query);
  }
  assert.match(backup.cli('list', backup.root, 'keyword:Kids', '--json').stdout, /"capturedAt":[^}]*2017-03-03/);
});

test('a folder with its sidecars is told of when it is indexed', t => {
  const backup = new TempBackup(t);
  backup.write('a/scan.jpg', takeoutMedia('jpg', 3, '2017:03:03 10:00:00'));
  backup.write('a/scan.jpg.json', json('scan.jpg', 331_257_600));
  backup.write('a/same.jpg', takeoutMedia('jpg', 4, '2019:07:01 10:00:00'));
  backup.write('a/same.jpg.json', json('same.jpg', 1_561_968_000));
  const run = backup.cli('index', backup.root, '--json');
  assert.deepEqual(
    run
      .findings()
      .filter(({ code }) => differing.test(String(code)))
      .map(({ code, path }) => [code, path]),
    [['date-differs', 'a/scan.jpg']],
  );
});
