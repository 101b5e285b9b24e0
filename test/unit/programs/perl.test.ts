import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { cleanEnvironment } from '../../../src/engine/programs/environment.ts';
import { embeddedPreviews } from '../../../src/engine/programs/exiftoolPreview.ts';
import { findPerl, programOnPath } from '../../../src/engine/programs/programOnPath.ts';

const skip = process.platform === 'win32' && 'ExifTool brings its own perl';

test('the perl of the system is found for previews too, whatever PATH says', { skip }, async t => {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-perl-'));
  const file = path.join(cwd, 'a.dng');
  fs.writeFileSync(file, 'no picture');
  const fd = fs.openSync(file, 'r');
  const { PATH } = process.env;
  t.after(() => {
    process.env.PATH = PATH;
    fs.closeSync(fd);
    fs.rmSync(cwd, { recursive: true });
  });
  process.env.PATH = cwd;
  assert.deepEqual(await embeddedPreviews({ file, fd, cwd, timeLimitMs: 60_000 }), { pictures: [], orientation: 1 });
});

test('a folder, a file that can’t be run and the working folder are no program', { skip }, t => {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-perl-'));
  t.after(() => fs.rmSync(top, { recursive: true }));
  const folders = ['folder', 'text', 'program'].map(name => path.join(top, name));
  for (const folder of folders) fs.mkdirSync(folder);
  fs.mkdirSync(path.join(top, 'folder/perl'));
  fs.writeFileSync(path.join(top, 'text/perl'), '', { mode: 0o644 });
  fs.writeFileSync(path.join(top, 'program/perl'), '', { mode: 0o755 });
  assert.equal(findPerl(folders.join(path.delimiter)), path.join(top, 'program/perl'));
  assert.equal(
    programOnPath('perl', ['', '.', path.relative('', path.join(top, 'program'))].join(path.delimiter)),
    undefined,
  );
});

test('programs see nothing of what was set for others', () => {
  const set = {
    PATH: '/bin',
    PERL5OPT: '-Mevil',
    PERL5LIB: '/evil',
    HOME: '/home/me',
    LC_ALL: 'de_DE',
    TZ: 'Asia/Tokyo',
  };
  assert.deepEqual(cleanEnvironment('/ours', set), { PATH: '/bin', HOME: '/ours', LC_ALL: 'C', TZ: 'UTC' });
});
