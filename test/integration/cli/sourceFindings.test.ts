/** Findings about files of a source, as an editor reads them: by a path where there is a file. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { writeZip } from '../../fixtures/takeoutZip.ts';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

const { contributes } = JSON.parse(fs.readFileSync(path.resolve(import.meta.dirname, '../../../package.json'), 'utf8'));
const [pattern] = contributes.problemPatterns;

/** What VS Code makes of the lines of a task. */
function problems({
  stdout,
}: CliResult): readonly { readonly code: string; readonly file: string; readonly message: string }[] {
  return stdout.split('\n').flatMap(line => {
    const found = new RegExp(pattern.regexp).exec(line);
    if (found == null) return [];
    const [code = '', file = '', message = ''] = [found[pattern.code], found[pattern.file], found[pattern.message]];
    return [{ code, file, message }];
  });
}

test('of a folder they name the file in it, though the backup has one of that path', async t => {
  const [card, backup] = [new TempBackup(t), new TempBackup(t)];
  await card.jpeg('DCIM/undated.jpg', 5);
  await backup.jpeg('DCIM/undated.jpg', 99);
  const run = backup.cli('export', card.root, '--to', backup.root, '--absolute-paths');
  const [undated] = problems(run).filter(({ code }) => code === 'no-capture-time');
  assert.equal(undated?.file, card.path('DCIM/undated.jpg'), run.stdout);
});

test('of an archive they name the archive, and where in it', async t => {
  const [downloads, backup] = [new TempBackup(t), new TempBackup(t)];
  const inner = 'Google Photos/Trip/strange.jpg';
  const zip = writeZip(downloads.path('takeout-001.zip'), [
    { name: `Takeout/${inner}`, bytes: takeoutMedia('jpg', 3) },
  ]);
  for (const given of [zip, downloads.root]) {
    const run = backup.cli(
      'export',
      given,
      '--from',
      'google-takeout',
      '--to',
      backup.root,
      '--absolute-paths',
      '--dry-run',
    );
    const found = problems(run);
    assert.ok(found.length > 0, run.stdout);
    for (const { file, message } of found) assert.equal(file, message.includes(inner) ? zip : fs.realpathSync(file));
    assert.ok(
      found.some(({ message }) => message.startsWith(`${inner}: `)),
      run.stdout,
    );
  }
});

test('of an unpacked Takeout they name the file', t => {
  const [downloads, backup] = [new TempBackup(t), new TempBackup(t)];
  const photo = downloads.write('Takeout/Google Photos/Trip/strange.jpg', takeoutMedia('jpg', 3));
  const run = backup.cli('export', downloads.root, '--from', 'google-takeout', '--to', backup.root, '--absolute-paths');
  const found = problems(run);
  assert.deepEqual([...new Set(found.map(({ file }) => file))], [photo], run.stdout);
  assert.deepEqual(found.map(({ code }) => code).sort(), ['no-capture-time', 'unmatched-media']);
});
