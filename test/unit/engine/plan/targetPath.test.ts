/** What paths a plan may name. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { faultOfPlace, faultOfTarget, nameOfPath, pathKey } from '../../../../src/engine/plan/targetPath.ts';

const target = (text: string): string | undefined => faultOfTarget({ text });

test('what leads out of the backup, or into what is not a person’s, is refused everywhere', () => {
  for (const path of [
    '',
    '/etc/passwd',
    'C:/x.jpg',
    'c:\\x.jpg',
    '..',
    '../x.jpg',
    'a/../../x.jpg',
    'a/..',
    './x.jpg',
    'a//x.jpg',
    'a/',
    'a/./x.jpg',
    'a\0.jpg',
    '.keepsake/ledger/x.jsonl',
    '.KeepSake/x.jpg',
    'a/.keepsake/x.jpg',
    'x\ud800.jpg',
    '.keepsake-01890a5d-ac96-474b-bcce-b302099a8057-1.tmp',
    'x'.repeat(5000),
  ]) {
    assert.notEqual(faultOfPlace({ text: path }), undefined, path);
    assert.notEqual(target(path), undefined, path);
  }
});

test('names that another system refuses, or takes for something else, are not made, but may be there', () => {
  for (const path of [
    'CON',
    'con.jpg',
    'a/aux.tar.gz',
    'Com1 .jpg',
    'LPT9.x',
    'x.jpg.',
    'x.jpg ',
    'a./x.jpg',
    'a /x.jpg',
    'a:b.jpg',
    'a?.jpg',
    'a*.jpg',
    'a|b.jpg',
    'a<b>.jpg',
    '"a".jpg',
    'a\\b.jpg',
    'a\nb.jpg',
    'a\u007f.jpg',
    'a\u0085.jpg',
    'a\u202egpj.exe',
    '.git/config',
    'a/.vscode/tasks.json',
    '.ExifTool_config',
    '.DS_Store',
    '._x.jpg',
    '@eaDir/x.jpg',
    `${'ä'.repeat(128)}.jpg`,
  ]) {
    assert.notEqual(target(path), undefined, path);
    if (process.platform !== 'win32') assert.equal(faultOfPlace({ text: path }), undefined, path);
  }
});

test('names of people are good', () => {
  for (const path of [
    'IMG_0001.HEIC',
    '2019/07/01/IMG_20190701_100000 (2).jpg',
    'Ferien & Fest/Straße – Köln.jpg',
    '写真/花.jpg',
    'console.jpg',
    'communion/COM10.jpg',
    '...x.jpg',
    '.hidden.jpg',
    `${'x'.repeat(251)}.jpg`,
  ])
    assert.equal(target(path), undefined, path);
});

test('bytes that are not UTF-8 name a file that is there, and make none', () => {
  const name = nameOfPath({ b: Buffer.from('caf\xe9.jpg', 'latin1').toString('base64') });
  assert.equal(faultOfPlace(name), undefined);
  assert.notEqual(faultOfTarget(name), undefined);
  const out = nameOfPath({ b: Buffer.from('../caf\xe9.jpg', 'latin1').toString('base64') });
  assert.notEqual(faultOfPlace(out), undefined);
});

test('paths that are one on a Mac or on exFAT have one key', () => {
  for (const [a, b] of [
    ['IMG.JPG', 'img.jpg'],
    ['Ko\u0308ln.jpg', 'köln.JPG'],
    ['STRASSE.jpg', 'straße.jpg'],
    ['ſ.jpg', 's.jpg'],
    ['Ångström.jpg', 'A\u030angstro\u0308m.jpg'],
  ] as const)
    assert.equal(pathKey(a), pathKey(b));
  assert.notEqual(pathKey('a.jpg'), pathKey('ä.jpg'));
});

test('whatever is good has no part that leads up, and no empty one', () => {
  const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', 'CON', '.keepsake', 'x.'), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), parts => {
      const path = parts.join('/');
      if (target(path) != null) return;
      assert.ok(path.split('/').every(one => one !== '' && one !== '.' && one !== '..'));
      assert.ok(!path.startsWith('/') && !path.includes('\0') && !path.includes('\\'));
      assert.ok(!pathKey(path).split('/').includes('.keepsake'));
    }),
    { numRuns: 2000 },
  );
});
