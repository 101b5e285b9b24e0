/** A JSON beside a photo looks as if it came with it: where it does not, that is told. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const strange = '{"rotation": 90}';

function skipped(t: TestContext, source: TempBackup) {
  const backup = new TempBackup(t);
  const run = backup.cli('export', source.root, '--to', backup.root, '--json');
  assert.equal(run.status, 0, run.stderr);
  return run.findings('skipped').map(({ path, message }) => [path, message]);
}

test('in a folder: what is no sidecar is told, and what is stays behind with a word', t => {
  const source = new TempBackup(t);
  for (const [i, name] of ['1', '2', '3'].entries()) source.write(`a/${name}.jpg`, takeoutMedia('jpg', i));
  source.write('a/1.jpg.json', strange);
  source.write('a/2.jpg.exiftool.json', strange);
  source.write('a/3.jpg.exiftool.json', '[{"SourceFile":"3.jpg","DateTimeOriginal":"2018:01:02 03:04:05"}]');
  source.write('a/notes.json', strange);
  assert.deepEqual(skipped(t, source), [
    [
      'a/1.jpg.json',
      '1.jpg.json is no sidecar that is known here. What it says was not used, and it was left out. So it is with 1 more in this folder.',
    ],
    [
      'a/3.jpg.exiftool.json',
      '3.jpg.exiftool.json is read: what it says of its photo is on the record. The file itself is not copied.',
    ],
    ['a', 'In a notes.json is no photo or video by name. They were left out.'],
  ]);
});

test('in a Takeout: what is not of Google is told', t => {
  const source = new TempBackup(t);
  const folder = 'Takeout/Google Photos/Photos from 2019';
  source.write(`${folder}/1.jpg`, takeoutMedia('jpg', 1));
  source.write(`${folder}/1.jpg.json`, '{"title":"1.jpg","photoTakenTime":{"timestamp":"1561968000"}}');
  source.write(`${folder}/1.jpg.exiftool.json`, strange);
  source.write('Takeout/Google Photos/print-subscriptions.json', '{}');
  assert.deepEqual(skipped(t, source), [
    [
      'Google Photos/Photos from 2019/1.jpg.exiftool.json',
      'Google Photos/Photos from 2019/1.jpg.exiftool.json is no sidecar of Google Photos. What it says was not used, and it was left out.',
    ],
  ]);
});
