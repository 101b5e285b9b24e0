import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { thumbKey } from '../../../src/engine/media/thumbnail/key.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-key-'));
after(() => fs.rmSync(folder, { recursive: true }));

function keyOf(content: Buffer, name: string | Buffer = 'file'): string {
  const file = typeof name === 'string' ? path.join(folder, name) : Buffer.concat([Buffer.from(`${folder}/`), name]);
  fs.writeFileSync(file, content);
  return thumbKey(file, content.length);
}

describe('thumbKey', () => {
  const large = randomBytes(300_000);

  it('is 32 hex digits and follows the content alone', () => {
    const key = keyOf(large, 'a.jpg');
    assert.match(key, /^[0-9a-f]{32}$/);
    assert.equal(keyOf(large, 'elsewhere.png'), key);
    fs.utimesSync(path.join(folder, 'a.jpg'), 1, 1);
    assert.equal(thumbKey(path.join(folder, 'a.jpg'), large.length), key);
  });

  it('takes a name of any bytes', { skip: process.platform !== 'linux' && 'names are UTF-8 here' }, () => {
    assert.equal(keyOf(large, Buffer.from('caf\xe9', 'latin1')), keyOf(large));
  });

  for (const size of [1, 65_536, 65_537, 131_072, 131_073, 300_000]) {
    it(`changes with the first byte, the last byte and the length of ${size} bytes`, () => {
      const content = large.subarray(0, size);
      const key = keyOf(content);
      for (const at of [0, size - 1]) {
        const changed = Buffer.from(content);
        changed[at] = (changed[at] ?? 0) ^ 1;
        assert.notEqual(keyOf(changed), key);
      }
      assert.notEqual(keyOf(Buffer.concat([content, Buffer.of(0)])), key);
    });
  }

  it('reads no file that is online only', { skip: process.platform === 'win32' && 'no sparse file here' }, () => {
    const file = path.join(folder, 'placeholder');
    fs.writeFileSync(file, '');
    fs.truncateSync(file, 1_000_000);
    assert.equal(fs.statSync(file).blocks, 0);
    assert.throws(() => thumbKey(file, 1_000_000), /online only/);
  });

  it('throws where there is no file', () => {
    assert.throws(() => thumbKey(path.join(folder, 'absent'), 10), { code: 'ENOENT' });
  });
});
