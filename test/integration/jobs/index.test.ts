import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { processStart } from '../../../src/engine/backup/process.ts';
import { thisMachine } from '../../../src/engine/backup/thisMachine.ts';
import { TempBackup } from '../../fixtures/tempBackup.ts';

async function photos(backup: TempBackup, count: number): Promise<void> {
  for (let i = 0; i < count; i++)
    await backup.jpeg(
      `201${i % 4}/0${1 + (i % 3)}/IMG_2010010${1 + (i % 3)}_1000${String(i).padStart(2, '0')}.jpg`,
      i + 1,
    );
}

/** The lines of `list` without what is drawn by lot. */
const withoutIds = (lines: readonly string[]): readonly unknown[] =>
  lines.map(line => {
    const { id: _id, ...rest } = JSON.parse(line) as { id: string };
    return rest;
  });

test('what is new, changed and gone is counted, and nothing else is read again', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 8);
  const first = backup.cli('index', backup.root, '--json');
  assert.equal(first.status, 0, first.stderr);
  const counts = ({
    files,
    assets,
    added,
    changed,
    removed,
    unchanged,
  }: Readonly<Record<string, unknown>>): readonly unknown[] => [files, assets, added, changed, removed, unchanged];
  assert.deepEqual(counts(first.summary), [8, 8, 8, 0, 0, 0]);
  const again = backup.cli('index', backup.root, '--json');
  assert.deepEqual(counts(again.summary), [8, 8, 0, 0, 0, 8]);
  assert.deepEqual(
    again.lines.filter(line => line.phase === 'read'),
    [],
  );

  await backup.jpeg('2010/01/new_20200101_101010.jpg', 99);
  await backup.jpeg('2010/01/IMG_20100101_100000.jpg', 98);
  fs.rmSync(backup.path('2011/02/IMG_20100102_100001.jpg'));
  assert.deepEqual(counts(backup.cli('index', backup.root, '--json').summary), [8, 8, 1, 1, 1, 6]);
});

test('what a verification saw first is new to index all the same', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 4);
  backup.write('notes.txt', 'no photo');
  assert.equal(backup.cli('verify', backup.root).status, 0);
  const count = (): readonly unknown[] => {
    const { files, added, changed, unchanged } = backup.cli('index', backup.root, '--json').summary;
    return [files, added, changed, unchanged];
  };
  assert.deepEqual(count(), [5, 5, 0, 0]);
  assert.deepEqual(count(), [5, 0, 0, 5]);
  const away = `${backup.cache}-away.txt`;
  fs.renameSync(backup.path('notes.txt'), away);
  assert.deepEqual(count(), [4, 0, 0, 4]);
  fs.renameSync(away, backup.path('notes.txt'));
  await backup.jpeg('2010/01/IMG_20100101_100000.jpg', 0xffff00);
  fs.utimesSync(backup.path('2010/01/IMG_20100101_100000.jpg'), 1_600_000_000, 1_600_000_000);
  backup.cli('verify', backup.root);
  assert.deepEqual(count().slice(2), [1, 4]);
  assert.deepEqual(count(), [5, 0, 0, 5]);
});

test('with catalog and snapshot deleted the same lines come back, ids included', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 12);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const before = backup.list();
  assert.equal(before.length, 12);
  fs.rmSync(backup.cache, { recursive: true });
  fs.rmSync(backup.path('.keepsake/catalog.db'));
  backup.cli('index', backup.root);
  assert.deepEqual(backup.list(), before);
});

test('another machine starts from the snapshot and reads no photo again', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 6);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const before = backup.list();
  fs.rmSync(backup.cache, { recursive: true });
  const index = backup.cli('index', backup.root, '--json');
  assert.equal(index.summary.unchanged, 6);
  assert.deepEqual(
    index.lines.filter(line => line.phase === 'read'),
    [],
  );
  assert.deepEqual(backup.list(), before);
});

test('a renamed folder keeps the ids of its photos', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 6);
  backup.cli('index', backup.root);
  const ids = backup
    .list()
    .map(line => (JSON.parse(line) as { id: string }).id)
    .sort();
  fs.renameSync(backup.path('2010'), backup.path('From the old drive'));
  backup.cli('index', backup.root);
  assert.deepEqual(
    backup
      .list()
      .map(line => (JSON.parse(line) as { id: string }).id)
      .sort(),
    ids,
  );
});

test('killed twenty times during index and verify, the end is that of a run that was not', {
  timeout: 240_000,
}, async t => {
  const backup = new TempBackup(t);
  await photos(backup, 60);
  const calm = new TempBackup(t);
  fs.cpSync(backup.root, calm.root, { recursive: true, preserveTimestamps: true });
  const began = Date.now();
  calm.cli('index', calm.root);
  const whole = Date.now() - began;
  calm.cli('verify', calm.root);

  let kills = 0;
  for (let round = 0; kills < 20 && round < 200; round++) {
    const job = round % 3 === 2 ? 'verify' : 'index';
    // At any moment of a run on this machine, however quick it is.
    if (await backup.killed(Math.round((whole * (100 + ((round * 137) % 900))) / 1000), job, backup.root)) kills++;
    // The catalog goes now and then, so that there is always something left to do.
    if (round % 5 === 4) fs.rmSync(backup.cache, { recursive: true, force: true });
    if (round % 7 === 6) fs.rmSync(backup.path('.keepsake/catalog.db'), { force: true });
  }
  assert.equal(kills, 20);
  const index = backup.cli('index', backup.root, '--json');
  assert.equal(index.status, 0, index.stderr);
  const verify = backup.cli('verify', backup.root, '--json');
  assert.equal(verify.status, 0, verify.stderr);
  assert.deepEqual(
    [verify.summary.files, verify.summary.corrupt, verify.summary.missing, verify.summary.modified],
    [60, 0, 0, 0],
  );
  assert.deepEqual(withoutIds(backup.list()), withoutIds(calm.list()));
  assert.equal(new Set(backup.list().map(line => (JSON.parse(line) as { id: string }).id)).size, 60);
  assert.equal(
    fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'),
    fs.readFileSync(calm.path('.keepsake/SHA256SUMS'), 'utf8'),
  );
  assert.deepEqual(
    fs.readdirSync(backup.path('.keepsake')).filter(name => /tmp|probe|lock/.test(name)),
    [],
    'nothing half-made is left',
  );
});

test('a file of no bytes, one of another format and one that is no picture are said, and the rest goes on', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 2);
  backup.write('empty_20190101_000000.jpg', '');
  backup.write('IMG_20190701_100000.heic', fs.readFileSync(await backup.jpeg('really_20190701_100000.jpg', 7)));
  backup.write('noise_20190101_000000.jpg', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255)));
  backup.write(
    'undated.png',
    await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
      .png()
      .toBuffer(),
  );
  const result = backup.cli('index', backup.root, '--json');
  assert.equal(result.status, 1);
  assert.deepEqual(
    result.findings('empty').map(({ path: at }) => at),
    ['empty_20190101_000000.jpg'],
  );
  assert.deepEqual(
    result.findings('wrong-extension').map(({ path: at }) => at),
    ['IMG_20190701_100000.heic'],
  );
  assert.deepEqual(
    result.findings('no-capture-time').map(({ path: at }) => at),
    ['undated.png'],
  );
  assert.equal(result.summary.assets, 7);
  const again = backup.cli('index', backup.root, '--json');
  assert.deepEqual(again.findings(), result.findings(), 'what is so is said every time');
});

test('two jobs at once: the second says who is at work and leaves; a dead one keeps nothing', {
  skip: processStart(process.pid) === 0 && 'where no process tells its start, only a beat shows that it lives',
}, async t => {
  const backup = new TempBackup(t);
  await photos(backup, 3);
  backup.cli('index', backup.root);
  const lock = backup.path('.keepsake/lock');
  const holder = {
    token: 'x',
    host: (await import('node:os')).hostname(),
    machine: thisMachine(),
    pid: process.pid,
    started: processStart(process.pid),
    job: 'export',
    beat: 1_000_000_000,
  };
  fs.writeFileSync(lock, JSON.stringify(holder));
  const busy = backup.cli('verify', backup.root, '--json');
  assert.equal(busy.status, 3);
  assert.match(String(busy.findings('busy')[0]?.message), /export/);
  fs.writeFileSync(lock, JSON.stringify({ ...holder, pid: 2 ** 22 + 1 }));
  assert.equal(backup.cli('verify', backup.root).status, 0);
  fs.writeFileSync(lock, '');
  assert.equal(backup.cli('verify', backup.root).status, 0, 'a lock that was torn by a crash is nobody’s');
  assert.equal(fs.existsSync(lock), false);
});

test('a ledger that is damaged before its end stops all writing, and names the file; a torn last line is cut', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 3);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const before = backup.list();
  const [name] = fs.readdirSync(backup.path('.keepsake/ledger'));
  const ledger = backup.path('.keepsake/ledger', name ?? '');
  const whole = fs.readFileSync(ledger, 'utf8');
  fs.appendFileSync(ledger, '{"t":"proved","at":1,"dir":"20');
  fs.rmSync(backup.cache, { recursive: true });
  backup.cli('index', backup.root);
  assert.deepEqual(backup.list(), before);
  backup.cli('verify', backup.root);
  assert.ok(
    fs
      .readFileSync(ledger, 'utf8')
      .split('\n')
      .slice(0, -1)
      .every(line => line.endsWith('"}')),
  );

  const lines = whole.split('\n');
  fs.writeFileSync(ledger, [lines[0]?.replace('IMG', 'JMG'), ...lines.slice(1)].join('\n'));
  fs.rmSync(backup.cache, { recursive: true });
  const sums = fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8');
  const refused = backup.cli('verify', backup.root, '--json');
  assert.equal(refused.status, 3);
  assert.match(refused.stderr, new RegExp(path.basename(ledger)));
  assert.equal(fs.readFileSync(backup.path('.keepsake/SHA256SUMS'), 'utf8'), sums);
});

test('a snapshot that lies about checksums, or that hides code, is not believed', async t => {
  const backup = new TempBackup(t);
  await photos(backup, 3);
  backup.cli('index', backup.root);
  backup.cli('verify', backup.root);
  const before = backup.list();
  const { loadSqlite } = await import('../../../src/engine/sqlite/native.ts');
  const snapshot = backup.path('.keepsake/catalog.db');
  const forged = new (loadSqlite())(snapshot);
  forged.exec("UPDATE file SET rec_sha = zeroblob(32), state = 'corrupt'; UPDATE ledger_pos SET off = 10000000");
  forged.close();
  fs.rmSync(backup.cache, { recursive: true });
  assert.deepEqual(backup.list(), before);
  const trapped = new (loadSqlite())(snapshot);
  trapped.exec('CREATE TRIGGER trap AFTER UPDATE ON file BEGIN DELETE FROM facts; END');
  trapped.close();
  fs.rmSync(backup.cache, { recursive: true });
  backup.cli('index', backup.root);
  assert.deepEqual(backup.list(), before);
  fs.writeFileSync(snapshot, 'no database at all');
  fs.rmSync(backup.cache, { recursive: true });
  backup.cli('index', backup.root);
  assert.deepEqual(backup.list(), before);
});
