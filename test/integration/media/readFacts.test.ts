import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { exiftoolPath } from 'exiftool-vendored';
import sharp from 'sharp';
import { captureTime, formatCaptureTime } from '../../../src/engine/media/captureTime.ts';
import { readFacts } from '../../../src/engine/media/readFacts.ts';
import { readSidecar, SIDECAR_LIMIT } from '../../../src/engine/media/sidecar.ts';
import { ExifTool, ExifToolMissing } from '../../../src/engine/programs/exiftool.ts';

const run = promisify(execFile);
const exiftool = new ExifTool({ processes: 2 });
let folder: string;
let photo: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keepsake-facts-'));
  photo = join(folder, 'photo.jpg');
  await sharp({ create: { width: 60, height: 40, channels: 3, background: '#48c' } })
    .jpeg()
    .toFile(photo);
  // Written by exiftool's own command line, so that what we read was not written by what reads it.
  await run('perl', [
    await exiftoolPath(),
    '-q',
    '-overwrite_original',
    '-EXIF:DateTimeOriginal=2019:07:01 10:00:00',
    '-EXIF:SubSecTimeOriginal=25',
    '-EXIF:OffsetTimeOriginal=+02:00',
    '-EXIF:Orientation#=6',
    '-EXIF:Make=Canon',
    '-EXIF:Model=Canon EOS R5',
    '-EXIF:FNumber=2.8',
    '-GPS:GPSLatitude=34.918891',
    '-GPS:GPSLatitudeRef=S',
    '-GPS:GPSLongitude=138.596861',
    '-GPS:GPSLongitudeRef=E',
    '-XMP-dc:Title=Über den Wolken',
    '-XMP-dc:Subject=sky',
    '-XMP-dc:Subject=sea',
    '-XMP-xmp:Rating=4',
    '-XMP-iptcExt:PersonInImage=Ida',
    photo,
  ]);
});

after(async () => {
  await exiftool.end();
  await rm(folder, { recursive: true, force: true });
});

test('a JPEG says when, where, by what and of whom it is', async () => {
  const { v, ...facts } = await readFacts(exiftool, photo, 'photo.jpg');
  assert.ok(v >= 1);
  assert.deepEqual(facts, {
    fileType: 'JPEG',
    mimeType: 'image/jpeg',
    width: 40,
    height: 60,
    orientation: 6,
    times: [
      {
        time: { known: 'zoned', wallMs: Date.UTC(2019, 6, 1, 10, 0, 0, 250), offsetMin: 120 },
        origin: 'exif',
        tag: 'EXIF:DateTimeOriginal',
      },
    ],
    gps: { value: { lat: -34.918891, lon: 138.596861 }, origin: 'exif' },
    make: 'Canon',
    model: 'Canon EOS R5',
    fNumber: 2.8,
    title: { value: 'Über den Wolken', origin: 'xmp' },
    keywords: { value: ['sky', 'sea'], origin: 'xmp' },
    people: { value: ['Ida'], origin: 'xmp' },
    rating: { value: 4, origin: 'xmp' },
  });
});

test('reading changes nothing, not even the times of the file', async () => {
  const { mtimeMs, ctimeMs, size } = await stat(photo);
  await readFacts(exiftool, photo, 'photo.jpg');
  const later = await stat(photo);
  assert.deepEqual([later.mtimeMs, later.ctimeMs, later.size], [mtimeMs, ctimeMs, size]);
  assert.deepEqual(await readdir(folder), ['photo.jpg']);
});

test('names of any bytes are read: line breaks, options, not UTF-8, wild cards, blanks at the ends', async () => {
  const odd = join(folder, 'odd');
  await mkdir(odd);
  const names = [
    'a\nb.jpg',
    '-delete_original!',
    ' x .jpg ',
    '#x.jpg',
    '*?[a].jpg',
    '%f.jpg',
    'a\r-execute\n.jpg',
    '\u{1f600}.jpg',
    '$x;`y`.jpg',
  ];
  const files: (string | Buffer)[] = names.map(name => join(odd, name));
  files.push(Buffer.concat([Buffer.from(`${odd}/caf`), Buffer.from([0xe9]), Buffer.from('.jpg')]));
  for (const file of files) {
    await copyFile(photo, file);
    const facts = await readFacts(exiftool, file, 'odd.jpg');
    assert.equal(facts.model, 'Canon EOS R5', file.toString());
    assert.equal(facts.trouble, undefined, file.toString());
  }
  assert.equal((await readdir(odd)).length, files.length);
});

test('a file that is cut, empty, of text, a folder or gone gives trouble, not an error', async () => {
  const cut = join(folder, 'cut.jpg');
  await copyFile(photo, cut);
  await truncate(cut, 300);
  const empty = join(folder, 'empty.jpg');
  await writeFile(empty, '');
  const text = join(folder, 'text.jpg');
  await writeFile(text, 'no picture at all\n'.repeat(10));
  const file = { v: 1 };
  assert.ok((await readFacts(exiftool, cut, 'cut.jpg')).v >= file.v);
  for (const [path, name] of [
    [empty, 'empty.jpg'],
    [join(folder, 'gone.jpg'), 'gone.jpg'],
  ] as const) {
    const facts = await readFacts(exiftool, path, name);
    assert.ok(facts.trouble, name);
    assert.equal(facts.times, undefined);
    assert.ok(!facts.trouble.includes(folder), `no path in: ${facts.trouble}`);
  }
  assert.equal((await readFacts(exiftool, text, 'text.jpg')).width, undefined);
  assert.equal((await readFacts(exiftool, photo, 'photo.jpg')).fileType, 'JPEG', 'and the next file is read well');
});

test("a configuration in a photo's folder, in ours or at home runs no code", async () => {
  const trap = join(folder, 'trap');
  await mkdir(trap);
  const mark = join(trap, 'ran');
  await writeFile(join(trap, '.ExifTool_config'), `open(my $f, '>', '${mark}'); close $f; 1;\n`);
  await copyFile(photo, join(trap, 'photo.jpg'));
  const script = `
    import { ExifTool } from ${JSON.stringify(new URL('../../../src/engine/programs/exiftool.ts', import.meta.url).href)};
    const exiftool = new ExifTool({ processes: 1 });
    console.log((await exiftool.readRaw('photo.jpg'))['IFD0:Model']);
    await exiftool.end();`;
  const env = { ...process.env, HOME: trap, EXIFTOOL_HOME: trap, PERL5OPT: `-Mstrict;open(F,'>','${mark}')` };
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { cwd: trap, env });
  assert.equal(stdout.trim(), 'Canon EOS R5');
  await assert.rejects(stat(mark), { code: 'ENOENT' });
});

test('without perl there is one plain message, and nothing left behind', async () => {
  const without = new ExifTool({ processes: 1, path: join(folder, 'nowhere') });
  await assert.rejects(readFacts(without, photo, 'photo.jpg'), (error: unknown) => {
    assert.ok(error instanceof ExifToolMissing);
    assert.match(error.message, /perl/);
    assert.match(error.message, /No file was changed/);
    assert.match(error.message, /Install/);
    return true;
  });
  await without.end();
  const broken = join(folder, 'bin');
  await mkdir(broken);
  await symlink('/bin/false', join(broken, 'perl'));
  const failing = new ExifTool({ processes: 1, path: broken });
  await assert.rejects(failing.readRaw(photo), ExifToolMissing);
  await failing.end();
});

test('many reads at once are all answered, and an ended reader answers no more', async () => {
  const reader = new ExifTool({ processes: 2 });
  const all = await Promise.all(Array.from({ length: 40 }, () => readFacts(reader, photo, 'photo.jpg')));
  assert.ok(all.every(({ model }) => model === 'Canon EOS R5'));
  await reader.end();
  assert.ok((await readFacts(reader, photo, 'photo.jpg')).trouble);
});

test('exiftool ends when the program that started it is killed', { skip: process.platform === 'win32' }, async () => {
  const script = `
    import { ExifTool } from ${JSON.stringify(new URL('../../../src/engine/programs/exiftool.ts', import.meta.url).href)};
    import { readFileSync, readdirSync } from 'node:fs';
    const exiftool = new ExifTool({ processes: 1 });
    await exiftool.readRaw(${JSON.stringify(photo)});
    const children = readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8');
    console.log(children.trim());
    setInterval(() => {}, 1000);`;
  const child = execFile(process.execPath, ['--input-type=module', '-e', script]);
  const [line] = (await once(child.stdout!, 'data')) as [string];
  const pids = line.trim().split(/\s+/).map(Number);
  assert.ok(pids.length > 0 && pids.every(pid => pid > 1));
  child.kill('SIGKILL');
  await once(child, 'exit');
  const deadline = Date.now() + 20_000;
  while (pids.some(alive)) {
    assert.ok(Date.now() < deadline, 'exiftool outlived its parent');
    await new Promise(resolve => setTimeout(resolve, 50));
  }
});

test('a capture time is the same in every zone of the machine', async () => {
  const script = `
    import { ExifTool } from ${JSON.stringify(new URL('../../../src/engine/programs/exiftool.ts', import.meta.url).href)};
    import { readFacts } from ${JSON.stringify(new URL('../../../src/engine/media/readFacts.ts', import.meta.url).href)};
    import { captureTime, formatCaptureTime } from ${JSON.stringify(new URL('../../../src/engine/media/captureTime.ts', import.meta.url).href)};
    const exiftool = new ExifTool({ processes: 1 });
    for (const file of process.argv.slice(1)) {
      const facts = await readFacts(exiftool, file, 'a.jpg');
      const found = captureTime({ files: [{ name: 'IMG_20190701_100000.jpg', role: 'original', facts }], dir: '', gps: facts.gps?.value, nowMs: 2e12 });
      console.log(formatCaptureTime(found.value), found.origin);
    }
    await exiftool.end();`;
  const bare = join(folder, 'bare.jpg');
  const wall = join(folder, 'wall.jpg');
  const utc = join(folder, 'utc.jpg');
  await sharp({ create: { width: 8, height: 8, channels: 3, background: '#000' } })
    .jpeg()
    .toFile(bare);
  await copyFile(bare, wall);
  await copyFile(bare, utc);
  const tool = ['-q', '-overwrite_original'];
  await run('perl', [await exiftoolPath(), ...tool, '-EXIF:DateTimeOriginal=1955:07:01 10:00:00', wall]);
  await run('perl', [await exiftoolPath(), ...tool, '-XMP-xmp:CreateDate=2019:07:01 10:00:00Z', utc]);
  for (const TZ of ['UTC', 'America/Los_Angeles', 'Asia/Kathmandu', 'Pacific/Kiritimati']) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, photo, wall, utc, bare], {
      env: { ...process.env, TZ },
    });
    assert.deepEqual(
      stdout.trim().split('\n'),
      [
        '2019-07-01T10:00:00.250+02:00 exif',
        '1955-07-01T10:00:00 exif',
        '2019-07-01T10:00:00Z xmp',
        '2019-07-01T10:00:00 filename',
      ],
      TZ,
    );
  }
});

test('sidecars are told by their content, and bad ones are trouble', async () => {
  const sidecar = async (name: string, content: string | Buffer) => {
    const file = join(folder, name);
    await writeFile(file, content);
    return readSidecar(exiftool, file, name);
  };
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    photoshop:SidecarForExtension="CR2" photoshop:DateCreated="2019-07-01T10:00:00+02:00" xmp:Rating="3"/></rdf:RDF></x:xmpmeta>`;
  const read = await sidecar('X.xmp', xmp);
  assert.deepEqual(read.sidecarOf, { form: 'xmp', name: 'X.CR2' });
  assert.deepEqual(read.rating, { value: 3, origin: 'xmp' });
  const found = captureTime({ files: [{ name: 'X.xmp', role: 'sidecar', facts: read }], dir: '', nowMs: 2e12 });
  assert.equal(formatCaptureTime(found!.value), '2019-07-01T10:00:00+02:00');
  assert.deepEqual((await sidecar('X.CR2.xmp', xmp)).sidecarOf, { form: 'xmp', name: 'X.CR2' });
  assert.deepEqual((await sidecar('X.AAE', '<?xml version="1.0"?><plist></plist>')).sidecarOf, { form: 'aae' });
  const takeout = '\ufeff{"title":"a.jpg","photoTakenTime":{"timestamp":"1561968000"}}';
  assert.deepEqual((await sidecar('a.jpg.json', takeout)).sidecarOf, { form: 'takeout', name: 'a.jpg' });
  assert.equal((await sidecar('metadata.json', '{"title":"Album","date":{}}')).sidecarOf, undefined);
  for (const bad of ['', '{"photoTakenTime"', '\u0000\u0001', '['.repeat(100_000)]) {
    assert.ok((await sidecar('bad.json', bad)).trouble, bad.slice(0, 20));
  }
  assert.ok((await sidecar('bad.AAE', 'text')).trouble);
  assert.ok((await sidecar('bad.xmp', 'text')).trouble);
  assert.match((await sidecar('big.json', Buffer.alloc(SIDECAR_LIMIT + 1, 0x20))).trouble!, /too large/);
  assert.ok((await readSidecar(exiftool, join(folder, 'gone.json'), 'gone.json')).trouble);
  assert.ok((await readSidecar(exiftool, folder, 'folder.json')).trouble);
});

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
