import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import sharp from 'sharp';
import { PictureCache } from '../../../src/engine/media/pictureCache.ts';
import { dngWith } from './dng.ts';
import { quarters } from './quarters.ts';
import { openWindow, type Window } from './window.ts';

const posix = process.platform === 'win32' && 'stands shell scripts in for the programs';

/** A folder with an ffmpeg and a perl that only note that they were started. */
function spies(folder: string): { readonly bin: string; readonly ffmpeg: string; started(): string[] } {
  const bin = path.join(folder, 'bin');
  const marks = path.join(folder, 'marks');
  for (const made of [bin, marks]) fs.mkdirSync(made);
  for (const name of ['ffmpeg', 'perl', 'exiftool']) {
    fs.writeFileSync(path.join(bin, name), `#!/bin/sh\necho > '${marks}/${name}'\nexit 1\n`, { mode: 0o755 });
  }
  return { bin, ffmpeg: path.join(bin, 'ffmpeg'), started: () => fs.readdirSync(marks).sort() };
}

describe('a window in Restricted Mode', { skip: posix }, () => {
  const plain = openWindow();
  const spy = spies(plain.folder);
  const search = process.env.PATH;
  process.env.PATH = `${spy.bin}${path.delimiter}${search}`;
  process.env.KEEPSAKE_PERL = path.join(spy.bin, 'perl');
  const windows: Window[] = [plain];
  const window = (noPrograms: boolean) => {
    const opened = openWindow({ noPrograms, ffmpeg: spy.ffmpeg });
    windows.push(opened);
    return opened;
  };
  after(async () => {
    process.env.PATH = search;
    delete process.env.KEEPSAKE_PERL;
    for (const opened of windows) await opened.end();
  });

  const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypmp42'), Buffer.alloc(4000)]);
  const wanted = async (opened: Window) => [
    opened.source('a.jpg', await quarters().jpeg().toBuffer()),
    opened.source('b.mp4', film, 'video'),
    opened.source('c.dng', dngWith(await quarters().jpeg().toBuffer(), 640, 480, 1), 'raw'),
  ];

  it('starts no other program and says why; what needs none is shown', async () => {
    const restricted = window(true);
    const [photo, video, raw] = await wanted(restricted);
    assert.ok(photo && video && raw);
    const answers = await restricted.all([photo, video, raw]);
    assert.equal(answers.get(photo.id)?.state, 'ready');
    for (const item of [video, raw]) {
      const answer = answers.get(item.id);
      assert.ok(answer?.state === 'none');
      assert.match(answer.why, /Restricted Mode/);
      assert.equal(answer.need, undefined, 'no program is missing');
      const preview = await restricted.pictures.preview(item);
      assert.ok(preview.state === 'none');
      assert.match(preview.why, /Trust the folder/);
    }
    assert.deepEqual(spy.started(), []);
  });

  it('shows what was made before', async () => {
    const restricted = window(true);
    const [, video] = await wanted(restricted);
    assert.ok(video);
    const file = path.join(restricted.cacheDir, 'thumbs', PictureCache.nameOf(video.key, 'webp'));
    fs.mkdirSync(path.dirname(file), { recursive: true });
    await sharp(await quarters().png().toBuffer())
      .webp()
      .toFile(file);
    assert.equal((await restricted.all([video])).get(video.id)?.state, 'ready');
  });

  it('starts them once the folder is trusted', async () => {
    const trusted = window(false);
    await trusted.all(await wanted(trusted));
    assert.deepEqual(spy.started(), ['ffmpeg', 'perl']);
  });
});
