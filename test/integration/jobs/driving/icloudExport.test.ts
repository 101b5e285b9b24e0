/** Photos come from iCloud by way of icloudpd: a stand-in for it that says and does what the real one would. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { ACCOUNT, FakeIcloud } from '../../../fixtures/fakeIcloud.ts';
import { type CliResult, TempBackup } from '../../../fixtures/tempBackup.ts';

const XMP = `<?xml version='1.0' encoding='utf-8'?>
<x:xml_doc xmlns:x="adobe:ns:meta/" x:xmptk="icloudpd 1.32.3+2035bb1"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about=""><dc:title>Harbour</dc:title></rdf:Description><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" rdf:about=""><xmp:CreateDate>2024-01-02T10:00:00+0100</xmp:CreateDate><xmp:Rating>5</xmp:Rating></rdf:Description></rdf:RDF></x:xml_doc>`;

async function icloudOf(t: TestContext): Promise<{ backup: TempBackup; icloud: FakeIcloud }> {
  const backup = new TempBackup(t);
  const icloud = new FakeIcloud(t, backup);
  const film = icloud.write('film.mov', fs.readFileSync(path.resolve('test/fixtures/data/takeout.mp4')));
  icloud.account.photos = [
    {
      id: 'AAbbCC01',
      name: 'IMG_0001.JPG',
      created: '2024-01-02T09:00:00.000Z',
      file: await icloud.jpeg('1.jpg', 1),
      xmp: XMP,
    },
    { id: 'ABbbCC02', name: 'IMG_0001.JPG', created: '2024-01-02T10:00:00.000Z', file: await icloud.jpeg('2.jpg', 2) },
    {
      id: 'ACbbCC03',
      name: 'Fête.JPG',
      created: '2024-03-04T05:06:07.000Z',
      file: await icloud.jpeg('3.jpg', 3),
      adjusted: await icloud.jpeg('3e.jpg', 33),
      live: film,
    },
  ];
  icloud.signIn();
  return { backup, icloud };
}

const files = (folder: string): readonly string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter(name => !name.startsWith('.keepsake'))
    .sort();

/** Every item ended as one of six. */
function counts({ summary }: CliResult): Readonly<Record<string, unknown>> {
  const { items, copied, unchanged, duplicates, skipped, missing, failed } = summary as Record<string, number>;
  assert.equal(items, copied! + unchanged! + duplicates! + skipped! + missing! + failed!);
  const all = { copied, unchanged, duplicates, skipped, missing, failed };
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
}

test('what is in iCloud comes under its own names, once, and is on record; undo takes it back', async t => {
  const { backup, icloud } = await icloudOf(t);
  const first = icloud.export('--metadata', 'none');
  assert.equal(first.status, 0, first.stderr);
  assert.deepEqual(counts(first), { copied: 5 });
  const there = [
    '2024/01/02/IMG_0001 (2).JPG',
    '2024/01/02/IMG_0001.JPG',
    '2024/03/04/Fête.JPG',
    '2024/03/04/Fête.MOV',
    '2024/03/04/Fête_edited.JPG',
  ];
  assert.deepEqual(files(backup.root), there);
  assert.deepEqual(fs.readFileSync(backup.path('2024/03/04/Fête.MOV')), icloud.bytes('film.mov'));
  const [fete] = backup.list('path:Fête').map(line => JSON.parse(line));
  assert.deepEqual(fete.files.map(({ role }: { role: string }) => role).sort(), ['edited', 'live', 'original']);
  assert.equal(fete.capturedAtOrigin, 'sidecar');

  const again = icloud.export();
  assert.deepEqual([again.status, counts(again)], [0, { unchanged: 5 }]);
  assert.deepEqual(files(backup.root), there);
  assert.equal(backup.cli('verify', backup.root).status, 0);
  assert.equal(backup.cli('undo', backup.root).status, 0);
  assert.deepEqual(files(backup.root), []);
  assert.deepEqual(counts(icloud.export('--metadata', 'none')), { copied: 5 }, 'what was taken back is new again');
  assert.deepEqual(files(backup.root), there);
});

test('what fails is told though icloudpd ends well, is half nowhere in the backup, and comes with the next run', async t => {
  const { backup, icloud } = await icloudOf(t);
  const { photos } = icloud.account;
  icloud.account.photos = [
    { ...photos[0]!, fails: 'bytes' },
    { ...photos[1]!, fails: 'url' },
    { ...photos[2]! },
    { id: 'AZ', name: 'IMG_9.JPG', created: '2024-01-01T00:00:00.000Z', file: '1.jpg', fails: 'record' },
  ];
  const first = icloud.export();
  assert.deepEqual([first.status, counts(first)], [1, { copied: 3, failed: 3 }]);
  const told = first.findings('copy-failed').map(({ path: where, message }) => `${where} ${message}`);
  assert.equal(told.length, 3);
  assert.match(told[0]!, /^me@example\.com A photo did not come from iCloud: .*could not read/);
  assert.match(told[1]!, /^me@example\.com\/2024\/01\/02\/IMG_0001_\w{7}\.JPG .* iCloud has no file of it/);
  assert.match(told[2]!, /iCloud did not give it\. The next run tries again/);
  assert.deepEqual(files(backup.root), ['2024/03/04/Fête.JPG', '2024/03/04/Fête.MOV', '2024/03/04/Fête_edited.JPG']);

  icloud.account.photos = photos;
  const second = icloud.export();
  assert.deepEqual([second.status, counts(second)], [0, { copied: 2, unchanged: 3 }]);
});

test('a lost connection is no success: what came is kept, and the next run goes on', async t => {
  const { backup, icloud } = await icloudOf(t);
  icloud.account.breaksAfter = 2;
  const first = icloud.export();
  assert.equal(first.status, 3);
  assert.match(first.stderr, /did not get to its end; it said: Cannot connect to Apple iCloud service/);
  assert.match(first.stderr, /is in the backup/);
  assert.equal(counts(first).copied, 2);
  assert.equal(files(backup.root).length, 2);
  delete icloud.account.breaksAfter;
  const second = icloud.export();
  assert.deepEqual([second.status, counts(second)], [0, { copied: 3, unchanged: 2 }]);
  const [fete] = backup.list('path:Fête').map(line => JSON.parse(line));
  assert.equal(fete.files.length, 3);
});

test('icloudpd that begins anew by itself makes no photo count twice', async t => {
  const { icloud } = await icloudOf(t);
  // The latest is asked for first: it fails, the next comes, and then all begins anew.
  icloud.account.photos[2] = { ...icloud.account.photos[2]!, fails: 'once' };
  icloud.account.retriesAfter = 1;
  const run = icloud.export();
  assert.deepEqual([run.status, counts(run), run.findings('copy-failed')], [0, { copied: 5 }, []]);
});

test('nothing is fetched again that was edited, moved or deleted here; --again brings back what was deleted', async t => {
  const { backup, icloud } = await icloudOf(t);
  icloud.export();
  fs.renameSync(backup.path('2024/01/02/IMG_0001.JPG'), backup.path('moved.JPG'));
  fs.appendFileSync(backup.path('2024/01/02/IMG_0001 (2).JPG'), 'edited');
  fs.rmSync(backup.path('2024/03/04/Fête_edited.JPG'));
  // What is on record is enough: the folder that icloudpd fetches into is only a cache.
  fs.rmSync(path.join(backup.cache, 'icloudpd'), { recursive: true });
  const second = icloud.export();
  assert.deepEqual([second.status, counts(second)], [0, { unchanged: 4, skipped: 1 }]);
  assert.match(String(second.findings('skipped')[0]?.message), /is not in the backup any more.*--again/);
  const third = icloud.export('--again');
  assert.deepEqual(counts(third), { copied: 1, unchanged: 4 });
  assert.equal(files(backup.root).length, 5);
});

test('bytes that the backup has by another way are duplicates; a later edit joins its photo', async t => {
  const { backup, icloud } = await icloudOf(t);
  backup.write('old/harbour.jpg', icloud.bytes('1.jpg'));
  backup.cli('index', backup.root);
  const { adjusted, ...plain } = icloud.account.photos[2]!;
  icloud.account.photos[2] = plain;
  assert.deepEqual(counts(icloud.export()), { copied: 3, duplicates: 1 });
  icloud.account.photos[2] = { ...plain, ...(adjusted != null && { adjusted }) };
  assert.deepEqual(counts(icloud.export()), { copied: 1, unchanged: 4 });
  const [fete] = backup.list('path:Fête').map(line => JSON.parse(line));
  assert.equal(fete.files.length, 3);
});

test('what iCloud says of a photo comes with its XMP, where that is wanted', async t => {
  const { backup, icloud } = await icloudOf(t);
  const first = icloud.export('--icloudpd-flags', '--xmp-sidecar');
  assert.equal(first.status, 0, first.stderr);
  const [photo] = backup.list('Harbour').map(line => JSON.parse(line));
  assert.deepEqual([photo.title, photo.favorite, photo.rating], ['Harbour', true, 0]);
  assert.equal(photo.capturedAt, '2024-01-02T10:00:00+01:00');
  assert.ok(!files(backup.root).some(name => name.endsWith('.xmp')));
  const second = icloud.export('--icloudpd-flags', '--xmp-sidecar');
  assert.deepEqual([second.status, counts(second)], [0, { unchanged: 5 }]);
});

test('a dry run says how many would come, and changes nothing', async t => {
  const { backup, icloud } = await icloudOf(t);
  const dry = icloud.export('--dry-run');
  assert.deepEqual([dry.status, counts(dry), dry.summary.dryRun], [0, { copied: 5 }, true]);
  assert.deepEqual(fs.readdirSync(backup.root), []);
  assert.ok(icloud.calls().every(call => call.includes('--only-print-filenames') && call.includes('--dry-run')));
  icloud.account.photos.pop();
  icloud.export();
  assert.deepEqual(counts(icloud.export('--dry-run')), { unchanged: 2 });
});

test('without a session and without a terminal it is said what to run; nothing is in the backup', async t => {
  const { backup, icloud } = await icloudOf(t);
  fs.rmSync(icloud.cookies, { recursive: true });
  for (const more of [[], ['--dry-run']]) {
    const run = icloud.export(...more);
    assert.equal(run.status, 3);
    assert.match(run.stderr, /keepsake export icloud:me@example\.com --to .* once in a terminal/);
    assert.deepEqual(files(backup.root), []);
  }
});

test('icloudpd is started with nothing that deletes, runs or sends; names and session are where they should be', async t => {
  const { backup, icloud } = await icloudOf(t);
  for (const flag of [
    '--auto-delete',
    '--delete-after-download',
    '--keep-icloud-recent-days 3',
    '--notification-script /bin/sh',
    '--password x',
    '--auto',
    '--watch-with-interval 5',
    '-p x',
    '--directory /',
    '--recent -1',
    '--recent',
  ]) {
    const run = icloud.export('--icloudpd-flags', flag);
    assert.equal(run.status, 2, flag);
  }
  assert.deepEqual(icloud.calls(), []);
  assert.equal(icloud.export('--icloudpd-flags', '--recent 1').summary.copied, 3);
  const [call] = icloud.calls();
  assert.equal(call?.[call.indexOf('--username') + 1], ACCOUNT);
  assert.equal(call?.[call.indexOf('--cookie-directory') + 1], icloud.cookies);
  assert.equal(call?.[call.indexOf('--recent') + 1], '1');
  assert.equal(fs.statSync(icloud.cookies).mode & 0o777, 0o700);
  assert.ok(!icloud.cookies.startsWith(backup.root));
});

test('an account is named as one, alone, and has no plan beforehand', async t => {
  const { backup, icloud } = await icloudOf(t);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [[ACCOUNT], /There is no file me@example\.com here\. If it is an iCloud account, write icloud:me@example\.com/],
    [['icloud:me'], /"icloud:me" names no iCloud account/],
    [[`icloud:${ACCOUNT}`, backup.root], /Name one iCloud account, and nothing else/],
    [[`icloud:${ACCOUNT}`, '--from', 'google-takeout'], /comes by icloudpd, not by google-takeout/],
    [[`icloud:${ACCOUNT}`, '--plan', 'p.jsonl'], /leave --plan out/],
    [[backup.root, '--icloudpd-flags', '--recent 1'], /are for an iCloud account/],
    [[`icloud:${ACCOUNT}`, '--icloudpd-flags', '--album "No end'], /quote has no end/],
  ];
  for (const [args, words] of cases) {
    const run = backup.cli('export', ...args, '--to', backup.path('new'));
    assert.deepEqual([run.status, words.test(run.stderr)], [2, true], `${args.join(' ')}: ${run.stderr}`);
  }
  assert.deepEqual(icloud.calls(), []);
  icloud.save();
  const args = [ACCOUNT, '--from', 'icloudpd', '--to', backup.root, '--icloudpd', icloud.program, '--json'];
  assert.equal(backup.cli('export', ...args, '--icloudpd-flags', '--album "All Photos"').summary.copied, 5);
  assert.equal(icloud.calls()[0]?.includes('All Photos'), true);
});

test('icloudpd that isn’t there is told with how to install it', async t => {
  const { backup } = await icloudOf(t);
  const run = backup.cli('export', `icloud:${ACCOUNT}`, '--to', backup.root, '--icloudpd', '/nowhere/icloudpd');
  assert.equal(run.status, 3);
  assert.match(
    run.stderr,
    /\/nowhere\/icloudpd isn’t a program that can be started\. Nothing was changed\..*pipx install icloudpd/,
  );
});
