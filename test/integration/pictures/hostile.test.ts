import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, describe, it } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { DATA } from './bench.ts';
import { dngWith } from './dng.ts';
import { cornersOf, quarters, UPRIGHT } from './quarters.ts';
import { openWindow } from './window.ts';

const window = openWindow();
after(() => window.end());

/** The same numbers on every run. */
function sequence(seed: string): () => number {
  let n = 0;
  return () => createHash('sha256').update(`${seed}${n++}`).digest().readUInt32LE(0) / 2 ** 32;
}

/** A photo with detail, so that half a file is about half a picture. */
async function photo(): Promise<Sharp> {
  const noise = await sharp(randomBytes(320 * 240 * 3), { raw: { width: 320, height: 240, channels: 3 } })
    .png()
    .toBuffer();
  return sharp(
    await quarters()
      .composite([{ input: noise, blend: 'soft-light' }])
      .png()
      .toBuffer(),
  );
}

function pngOf(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}

describe('hostile files', () => {
  it('cut at random are all answered, with the part that is there where the form allows it', async () => {
    const next = sequence('cuts');
    const picture = await photo();
    const files: [string, Buffer][] = [];
    for (const type of ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const) {
      files.push([type, await picture.clone().toFormat(type).toBuffer()]);
    }
    for (const name of fs.readdirSync(DATA).filter(one => one.endsWith('.heic'))) {
      files.push([name, fs.readFileSync(path.join(DATA, name))]);
    }
    files.push(['dng', dngWith(await picture.clone().jpeg().toBuffer(), 320, 240, 6)]);
    const items = files.flatMap(([type, whole]) =>
      Array.from({ length: 6 }, (_, k) => {
        const length = 1 + Math.floor(next() * (whole.length - 1));
        return window.source(`${k}-${type}`, whole.subarray(0, length), type === 'dng' ? 'raw' : 'image');
      }),
    );
    const answers = await window.all(items);
    for (const state of answers.values()) {
      if (state.state === 'none') assert.match(state.why, /^(There|The|It|Its|No) .*\.$/s);
    }
    for (const type of ['jpeg', 'png', 'gif'] as const) {
      const whole = files.find(([name]) => name === type)?.[1] ?? Buffer.alloc(0);
      const item = window.source(`half.${type}`, whole.subarray(0, Math.floor(whole.length * 0.6)));
      const state = (await window.all([item])).get(item.id);
      assert.equal(state?.state, 'ready', type);
      const corners = await cornersOf(path.join(window.cacheDir, 'thumbs', state?.state === 'ready' ? state.file : ''));
      assert.deepEqual(corners.slice(0, 2), UPRIGHT.slice(0, 2), type);
    }
  });

  it('of random bytes, with a right beginning or none, are all answered', async () => {
    const starts = ['', '\xff\xd8\xff\xe0', '\x89PNG\r\n\x1a\n', 'GIF89a', 'RIFF\0\x10\0\0WEBPVP8 ', 'II*\0\x08\0\0\0'];
    starts.push('\0\0\0\x18ftypheic\0\0\0\0mif1heic', '\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf', 'FUJIFILMCCD-RAW 0201');
    starts.push(
      '\0\0\0\x14ftypqt  \0\0\0\0qt  ',
      '\x1a\x45\xdf\xa3',
      '\xff\x0a',
      '\0\0\0\x0cJXL \r\n\x87\n',
      '8BPS\0\x01',
    );
    const items = starts.flatMap((start, k) =>
      (['image', 'raw', 'video'] as const).map(kind =>
        window.source(`${k}.${kind}`, Buffer.concat([Buffer.from(start, 'latin1'), randomBytes(5000)]), kind),
      ),
    );
    const answers = await window.all(items);
    assert.equal(answers.size, items.length);
    for (const state of answers.values()) assert.equal(state.state, 'none');
  });

  it('that are empty, gone, no file, or a link to itself are told apart', async () => {
    const item = window.source('whole.jpg', await quarters().jpeg().toBuffer());
    const at = (id: number, name: string) => {
      const file = path.join(window.folder, name);
      return { ...item, id, file, key: createHash('sha256').update(name).digest('hex').slice(0, 32) };
    };
    fs.writeFileSync(path.join(window.folder, 'empty.jpg'), '');
    fs.mkdirSync(path.join(window.folder, 'folder.jpg'));
    fs.symlinkSync('loop.jpg', path.join(window.folder, 'loop.jpg'));
    fs.writeFileSync(path.join(window.folder, 'cloud.jpg'), '');
    fs.truncateSync(path.join(window.folder, 'cloud.jpg'), 3_000_000);
    const names = ['empty.jpg', 'absent.jpg', 'folder.jpg', 'loop.jpg', 'cloud.jpg'];
    const answers = await window.all(names.map((name, k) => at(1000 + k, name)));
    const whys = names.map((_, k) => {
      const state = answers.get(1000 + k);
      return state?.state === 'none' ? state.why : '';
    });
    const expected = [/empty/, /not there/, /no(t a)? regular file/, /leads to itself/, /^It is online only/];
    for (const [k, why] of whys.entries()) assert.match(why, expected[k] ?? /$^/);
  });

  it('with more pixels than anybody has are refused, and cost nothing', async () => {
    const item = window.source('bomb.png', pngOf(30_000, 30_000));
    const state = (await window.all([item])).get(item.id);
    assert.equal(state?.state, 'none');
    assert.match(state?.state === 'none' ? state.why : '', /more pixels/);
    const preview = await window.pictures.preview(window.source('bomb.tif', pngOf(30_001, 30_000)));
    assert.equal(preview.state, 'none');
  });

  it('of SVG under the name of a JPEG are not drawn, and fetch nothing', async () => {
    let asked = 0;
    const server = net.createServer(socket => {
      asked++;
      socket.destroy();
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const image = `<image href="http://127.0.0.1:${port}/x.png" width="9" height="9"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${image}</svg>`;
    const items = ['', '<?xml version="1.0"?>', '\ufeff', '\n\n'].map((start, k) =>
      window.source(`drawing${k}.jpg`, Buffer.from(start + svg)),
    );
    for (const state of (await window.all(items)).values()) assert.equal(state.state, 'none');
    for (const item of items) assert.equal((await window.pictures.preview(item)).state, 'none');
    server.close();
    assert.equal(asked, 0);
  });

  it('leave the process whole: it was never started again', () => {
    assert.deepEqual(
      window.log.filter(line => !line.startsWith('info')),
      [],
    );
  });
});
