import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { findFfmpeg, frameArguments } from '../../../src/engine/programs/ffmpeg.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-ffmpeg-'));
after(() => fs.rmSync(folder, { recursive: true }));
const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
const program = path.join(folder, name);
fs.writeFileSync(program, '', { mode: 0o755 });

describe('findFfmpeg', () => {
  it('takes the setting, then KEEPSAKE_FFMPEG, then PATH', () => {
    assert.equal(findFfmpeg(program, {}), program);
    assert.equal(findFfmpeg(undefined, { KEEPSAKE_FFMPEG: program }), program);
    assert.equal(findFfmpeg('', { PATH: ['/nowhere', folder].join(path.delimiter) }), program);
    assert.equal(findFfmpeg(undefined, { PATH: '/nowhere' }), undefined);
    assert.equal(findFfmpeg(undefined, {}), undefined);
  });

  it('takes no program of the working folder, and none that a setting names wrongly', () => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      assert.equal(findFfmpeg(undefined, { PATH: ['', '.'].join(path.delimiter) }), undefined);
      assert.equal(findFfmpeg(name, { PATH: folder }), undefined);
    } finally {
      process.chdir(before);
    }
    assert.equal(findFfmpeg(path.join(folder, 'absent'), { PATH: folder }), undefined);
    assert.equal(findFfmpeg(folder, {}), undefined);
  });
});

describe('frameArguments', () => {
  const request = { program, file: '/x', fd: 3, cwd: folder, timeLimitMs: 1, at: 1, box: 512 } as const;

  it('lets ffmpeg neither guess the form nor leave the disk', () => {
    for (const demuxer of ['mov', 'jpegxl_pipe']) {
      const args = frameArguments({ ...request, demuxer }, 'file:/dev/fd/3');
      const input = args.indexOf('-i');
      const before = args.slice(0, input);
      assert.equal(args[input + 1], 'file:/dev/fd/3');
      assert.equal(before[before.indexOf('-f') + 1], demuxer);
      assert.equal(before[before.indexOf('-protocol_whitelist') + 1], 'file');
      assert.ok(before.includes('-nostdin'));
      assert.equal(args.at(-1), 'pipe:1');
    }
  });

  it('names no file but the input', () => {
    const args = frameArguments({ ...request, demuxer: 'mov' }, 'file:/dev/fd/3');
    assert.deepEqual(
      args.filter(one => one.includes('/') && !one.includes('iw')),
      ['file:/dev/fd/3'],
    );
  });
});
