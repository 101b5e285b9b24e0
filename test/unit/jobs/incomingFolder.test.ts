import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { IncomingFolder } from '../../../src/engine/jobs/driving/icloudpd/incomingFolder.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

test('empty files stand for what came, and for nothing else; a hostile record makes none outside', t => {
  const temp = new TempBackup(t);
  const folder = new IncomingFolder(temp.path('a/incoming'));
  assert.equal(fs.statSync(folder.path).mode & 0o777, 0o700);
  temp.write('a/incoming/2024/01/02/half.JPG', 'bytes');
  temp.write('a/incoming/2024/01/02/X.part', 'by');
  temp.write('a/incoming/2024/01/02/gone.JPG', '');
  temp.write('a/incoming/2024/01/02/half.JPG.xmp', '<x/>');
  const hostile = [
    '../out.JPG',
    '/out.JPG',
    '2024/../../out.JPG',
    'x\\..\\out.JPG',
    'a\0b',
    '',
    'C:/out.JPG',
    '.',
    'a//b',
  ];
  folder.expect(['2024/01/02/there.JPG', '2024/01/02/half.JPG', ...hostile]);
  const files = (): readonly string[] =>
    fs
      .readdirSync(temp.root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.relative(temp.root, path.join(entry.parentPath, entry.name)))
      .sort();
  const day = 'a/incoming/2024/01/02';
  assert.deepEqual(files(), [`${day}/X.part`, `${day}/half.JPG`, `${day}/half.JPG.xmp`, `${day}/there.JPG`]);
  assert.deepEqual(
    [...folder.fetched()].map(file => file.path),
    ['2024/01/02/half.JPG'],
  );
  folder.empty('2024/01/02/half.JPG');
  assert.deepEqual([...folder.fetched()], []);
  assert.deepEqual(files(), [`${day}/X.part`, `${day}/half.JPG`, `${day}/there.JPG`]);
});
