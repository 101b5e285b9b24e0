/** Where the source gives one file of a photo damaged, the whole ones come all the same. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { sixOf } from '../../fixtures/exported.ts';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { ZipWriter } from '../../fixtures/takeoutZip.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

const FOLDER = 'Takeout/Google Photos/Photos from 2019';
const original = takeoutMedia('jpg', 1, '2019:07:01 10:00:00');
const edit = takeoutMedia('jpg', 2, '2019:07:01 10:00:00');
const json = JSON.stringify({
  title: 'IMG_4179.jpeg',
  description: 'By the lake',
  photoTakenTime: { timestamp: '1561975200' },
  geoData: { latitude: 48.1, longitude: 11.5, altitude: 0 },
});

/** @param damaged what is listed with a checksum that its bytes don't have */
function takeout(source: TempBackup, name: string, damaged: 'original' | 'edit' | undefined): string {
  const file = source.path(`${name}.zip`);
  const zip = new ZipWriter(file);
  const wrong = (what: string) => (what === damaged ? { crc32: 1 } : {});
  zip.add({ name: `${FOLDER}/IMG_4179.jpeg`, bytes: original, ...wrong('original') });
  zip.add({ name: `${FOLDER}/IMG_4179-edited.jpeg`, bytes: edit, ...wrong('edit') });
  zip.add({ name: `${FOLDER}/IMG_4179.jpeg.supplemental-metadata.json`, bytes: Buffer.from(json) });
  zip.end();
  return file;
}

const photos = (backup: TempBackup): readonly string[] =>
  fs
    .readdirSync(backup.root, { recursive: true, encoding: 'utf8' })
    .filter(name => !name.startsWith('.keepsake') && /\.\w+$/.test(name))
    .map(name => name.slice(name.lastIndexOf('/') + 1))
    .sort();

for (const metadata of ['sidecar', 'embed'])
  for (const [damaged, came] of [
    ['edit', 'IMG_4179.jpeg'],
    ['original', 'IMG_4179-edited.jpeg'],
  ] as const)
    test(`only the ${damaged} is damaged: the other one comes, and the photo is one when the whole source is given (${metadata})`, t => {
      const [source, backup] = [new TempBackup(t), new TempBackup(t)];
      const run = (zip: string) => backup.cli('export', zip, '--to', backup.root, '--metadata', metadata, '--json');
      const first = run(takeout(source, 'first', damaged));
      assert.equal(first.status, 1, first.stderr);
      assert.deepEqual(sixOf(first.summary), { copied: 1, failed: 1 });
      const errors = first
        .findings()
        // The words about it stay with the file that they are about.
        .filter(({ severity, path }) => severity === 'error' && !String(path).endsWith('.xmp'));
      assert.deepEqual(
        errors.map(({ code, path }) => [code, String(path).split('/').at(-1)]),
        [['copy-failed', damaged === 'edit' ? 'IMG_4179-edited.jpeg' : 'IMG_4179.jpeg']],
      );
      const media = photos(backup).filter(name => name.endsWith('.jpeg'));
      assert.deepEqual(media, [came]);
      assert.equal(backup.cli('verify', backup.root).status, 0);
      const [before] = backup.list().map(line => JSON.parse(line) as { id: string });

      const second = run(takeout(source, 'second', undefined));
      assert.equal(second.status, 0, second.stderr);
      assert.equal(sixOf(second.summary).copied, 1);
      assert.equal(photos(backup).filter(name => name.endsWith('.jpeg')).length, 2);
      const [after, ...more] = backup.list().map(line => JSON.parse(line) as { id: string; description?: string });
      assert.deepEqual([after?.id, more.length], [before?.id, 0]);
      assert.equal(JSON.stringify(after).includes('By the lake'), true);
    });
