/** What comes is taken in while more is coming: a large library needs no room for all of it on this machine. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { exportFromIcloud } from '../../../../src/engine/jobs/driving/icloudpd/icloudExport.ts';
import { ACCOUNT, FakeIcloud } from '../../../fixtures/fakeIcloud.ts';
import { TempBackup } from '../../../fixtures/tempBackup.ts';

const COUNT = 40;

test('photos are taken in as they come, each once and with its film', async t => {
  const backup = new TempBackup(t);
  const icloud = new FakeIcloud(t, backup);
  const film = icloud.write('film.mov', fs.readFileSync(path.resolve('test/fixtures/data/takeout.mp4')));
  for (let i = 0; i < COUNT; i++)
    icloud.account.photos.push({
      id: `A${String(i).padStart(4, '0')}x`,
      name: `IMG_${String(i % 7).padStart(4, '0')}.JPG`,
      created: `2024-01-${String(1 + (i % 5)).padStart(2, '0')}T09:00:${String(i).padStart(2, '0')}.000Z`,
      file: await icloud.jpeg(`${i}.jpg`, i * 6),
      // All have the same film: its bytes come once, and are duplicates for the others.
      ...(i % 4 === 0 && { live: film }),
    });
  icloud.account.slowly = 30;
  icloud.save();
  process.env.KEEPSAKE_CONFIG = backup.config;
  icloud.signIn();
  const phases: string[] = [];
  const { counts, errors } = await exportFromIcloud({
    root: backup.root,
    cache: backup.cache,
    account: ACCOUNT,
    program: icloud.program,
    flags: [],
    hasTerminal: false,
    dryRun: false,
    processes: 1,
    choices: { layout: '{year}/{month}/{day}', metadata: 'none', locked: false, trashed: false, again: false },
    atOnce: 1,
    signal: new AbortController().signal,
    reporter: {
      progress: ({ phase }) => {
        if (phases.at(-1) !== phase) phases.push(phase);
      },
      finding: () => {},
      note: () => {},
    },
  });
  assert.equal(errors, 0);
  assert.ok(phases.filter(phase => phase === 'apply').length > 1, phases.join(' '));
  assert.deepEqual([counts.items, counts.copied, counts.duplicates, counts.skipped], [COUNT + 10, COUNT + 1, 9, 0]);
  assert.equal(backup.list('').length, COUNT);
  assert.deepEqual(fs.readdirSync(path.join(backup.cache, 'icloudpd')).length, 1);
  // In place of what came are empty names.
  const incoming = fs.readdirSync(path.join(backup.cache, 'icloudpd'), { recursive: true, withFileTypes: true });
  const sizes = incoming.flatMap(entry =>
    entry.isFile() ? fs.statSync(path.join(entry.parentPath, entry.name)).size : [],
  );
  assert.deepEqual(new Set(sizes), new Set([0]));
  assert.deepEqual(icloud.export().summary.unchanged, COUNT + 10);
});
