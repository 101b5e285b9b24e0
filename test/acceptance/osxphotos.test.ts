/** The real osxphotos, driven, with the real Photos library of the samples. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { sixOf, treeOf } from '../fixtures/exported.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples/photos-library');
const sample = fs.existsSync(samples)
  ? fs.readdirSync(samples).find(name => name.endsWith('.photoslibrary'))
  : undefined;
const program = [
  path.join(import.meta.dirname, '../../.peers/venv/bin/osxphotos'),
  ...(process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, 'osxphotos')),
].find(file => fs.existsSync(file));
const skip =
  sample == null
    ? `the samples are not here (${samples})`
    : program == null
      ? 'osxphotos is not installed (.ci/run does it)'
      : false;

/** Paths and bytes, without the database and without times. */
const photosOf = (root: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(treeOf(root)).flatMap(([name, state]) => (name.startsWith('.') ? [] : [[name, state.slice(0, 64)]])),
  );

test('osxphotos driven by Keepsake brings what it brings by itself, and is asked again only for what is due', {
  skip,
}, t => {
  const own = new TempBackup(t);
  const backup = new TempBackup(t);
  const copy = new TempBackup(t);
  const library = copy.path('Copy.photoslibrary');
  fs.cpSync(path.join(samples, sample ?? ''), library, { recursive: true });
  const flags = ['--update', '--export-by-date', '--verbose', '--no-progress'];
  const said = execFileSync(program ?? '', ['export', own.root, '--library', library, ...flags], {
    cwd: copy.root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, exported, missing] = /exported: (\d+), .*missing: (\d+)/.exec(said) ?? [];
  const args = ['export', library, '--from', 'osxphotos', '--to', backup.root, '--osxphotos', program ?? '', '--json'];
  const run = backup.cli(...args);
  assert.equal(run.status, 0, run.stderr + run.stdout);
  const counts = sixOf(run.summary);
  assert.deepEqual([counts.copied, counts.missing], [Number(exported), Number(missing)], 'as osxphotos counts them');
  assert.deepEqual(photosOf(backup.root), photosOf(own.root));
  assert.equal(run.findings('online-only').length, Number(missing));
  assert.ok(backup.list('album:"Pumpkin Farm"').length >= 2);
  assert.equal(backup.cli('verify', backup.root, '--json').status, 0);

  const again = backup.cli(...args);
  const { copied, ...others } = counts;
  assert.deepEqual(sixOf(again.summary), { ...others, unchanged: copied });
  assert.doesNotMatch(again.stderr, /Starting osxphotos/);

  // One is gone though nobody took it out, one was written to.
  const [first = '', second = ''] = Object.keys(photosOf(backup.root));
  const other = backup.path(second);
  fs.chmodSync(other, 0o644);
  fs.appendFileSync(other, 'rot');
  const third = backup.cli(...args);
  assert.match(third.stderr, /Starting osxphotos .* for 1 photo or video/);
  assert.equal(sixOf(third.summary).copied, 1);
  assert.deepEqual(photosOf(backup.root), photosOf(own.root));
  fs.rmSync(backup.path(first));
  const fourth = backup.cli(...args, '--again');
  assert.equal(sixOf(fourth.summary).copied, 1);
  assert.deepEqual(photosOf(backup.root), photosOf(own.root));

  // What osxphotos exported by itself is taken over without a copy.
  const taken = own.cli(
    'export',
    library,
    '--from',
    'osxphotos',
    '--to',
    own.root,
    '--osxphotos',
    program ?? '',
    '--json',
  );
  assert.deepEqual(sixOf(taken.summary), sixOf(again.summary));
  assert.doesNotMatch(taken.stderr, /Starting osxphotos/);
  assert.ok(own.list('album:"Pumpkin Farm"').length >= 2);
});

test('a folder that osxphotos exported into, as the source of a backup', { skip }, t => {
  const own = new TempBackup(t);
  const backup = new TempBackup(t);
  const library = path.join(samples, sample ?? '');
  const flags = ['--sidecar', 'xmp', '--sidecar', 'json', '--export-by-date', '--no-progress'];
  execFileSync(program ?? '', ['export', own.root, '--library', library, ...flags], { cwd: own.root, stdio: 'ignore' });
  const run = backup.cli('export', own.root, '--to', backup.root, '--json');
  assert.match(run.stderr, /Recognised as osxphotos export/);
  assert.equal(run.status, 0, run.stdout);
  const direct = new TempBackup(t);
  direct.cli('export', library, '--to', direct.root);
  // What is known of a photo is the same by either way.
  const known = (at: TempBackup) =>
    new Map(
      at.list().map(line => {
        const { path: file, title, description, keywords, people, albums, favorite } = JSON.parse(line);
        const stem = path.basename(file).toLowerCase();
        return [
          stem,
          { title, description, keywords: [...keywords].sort(), people: [...people].sort(), albums, favorite },
        ];
      }),
    );
  const expected = known(direct);
  for (const [stem, told] of known(backup)) assert.deepEqual(told, expected.get(stem), stem);
});
