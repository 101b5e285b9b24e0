import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { readManifest } from '../../../src/engine/jobs/verifying/manifestFile.ts';

const SUM = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';

const READ: readonly (readonly [form: string, text: string, paths: readonly string[]])[] = [
  ['GNU text', `${SUM}  a b.jpg\n`, ['a b.jpg']],
  ['GNU binary', `${SUM} *a.jpg\n`, ['a.jpg']],
  ['GNU of a name with blanks at both ends', `${SUM}    a.jpg \n`, ['  a.jpg ']],
  ['GNU, escaped', `\\${SUM}  a\\nb\\\\c\\rd.jpg\n`, ['a\nb\\c\rd.jpg']],
  ['GNU, a backslash that is none of an escape', `${SUM}  a\\nb.jpg\n`, ['a\\nb.jpg']],
  ['GNU --tag', `SHA256 (a (1).jpg) = ${SUM}\n`, ['a (1).jpg']],
  ['GNU --tag, escaped', `\\SHA256 (a\\nb.jpg) = ${SUM}\n`, ['a\nb.jpg']],
  ['OpenSSL', `SHA2-256(a.jpg)= ${SUM}\nSHA256(b.jpg)= ${SUM}`, ['a.jpg', 'b.jpg']],
  ['BagIt with a tab', `${SUM}\tdata/a.jpg\n`, ['data/a.jpg']],
  ['upper case and Windows line ends', `${SUM.toUpperCase()}  a.jpg\r\n${SUM}  b.jpg\r\n`, ['a.jpg', 'b.jpg']],
  ['comments and empty lines', `# made today\n; so\n\n${SUM}  a.jpg\n`, ['a.jpg']],
  ['a mark of byte order', `\u00ef\u00bb\u00bf${SUM}  a.jpg\n`, ['a.jpg']],
  ['bytes that are not UTF-8', `${SUM}  caf\xe9.jpg\n`, ['caf\xe9.jpg']],
  [
    'hashdeep',
    `%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## Invoked from: /photos\n## \n0,${MD5},${SUM},./a, b.jpg\n`,
    ['./a, b.jpg'],
  ],
];

for (const [form, text, paths] of READ)
  test(`reads ${form}`, () => {
    const { entries } = readManifest(Buffer.from(text, 'latin1'));
    assert.deepEqual(
      entries.map(({ path }) => path),
      paths,
    );
    for (const { sha256 } of entries) assert.equal(sha256.toString('hex'), SUM);
  });

test('PowerShell writes UTF-16', () => {
  const text = Buffer.from(`\ufeff${SUM}  café.jpg\r\n`, 'utf16le');
  assert.deepEqual(
    readManifest(text).entries.map(({ path }) => Buffer.from(path, 'latin1').toString()),
    ['café.jpg'],
  );
});

test('what can’t be read is told by its line, checksums of another kind are counted', () => {
  const text = `${SUM}  a.jpg\nnonsense\n${MD5}  b.jpg\nMD5 (c.jpg) = ${MD5}\n${' '.repeat(64)}  d.jpg\nUNSUPPORTED  e.jpg\n${SUM}\n`;
  const { entries, unread, others } = readManifest(Buffer.from(text));
  assert.deepEqual([entries.length, unread, others], [1, [2, 5, 6, 7], 2]);
  const hashdeep = readManifest(Buffer.from(`%%%% HASHDEEP-1.0\n%%%% size,md5,filename\n1,${MD5},a.jpg\n1\n`));
  assert.deepEqual([hashdeep.entries.length, hashdeep.unread, hashdeep.others], [0, [4], 1]);
});
