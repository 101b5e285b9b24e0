/** An export whose choice of where metadata goes is another than before: what came then stays, and that is said once. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { takeoutMedia } from '../../fixtures/takeoutMedia.ts';
import { type CliResult, TempBackup } from '../../fixtures/tempBackup.ts';

class Setting {
  readonly backup: TempBackup;
  readonly source: TempBackup;

  constructor(t: TestContext) {
    this.backup = new TempBackup(t);
    this.source = new TempBackup(t);
  }

  photo(folder: string, serial: number): void {
    const file = `${folder}/Takeout/Google Photos/Photos from 2019/IMG_${serial}.jpg`;
    this.source.write(file, takeoutMedia('jpg', serial));
    const taken = { timestamp: `${1_562_000_000 + serial * 3600}` };
    this.source.write(`${file}.json`, JSON.stringify({ title: `IMG_${serial}.jpg`, photoTakenTime: taken }));
  }

  export(folder: string, metadata: string, ...more: string[]): CliResult {
    const args = ['--from', 'google-takeout', '--to', this.backup.root, '--metadata', metadata, '--json'];
    const run = this.backup.cli('export', this.source.path(folder), ...args, ...more);
    assert.equal(run.status, 0, run.stdout + run.stderr);
    return run;
  }
}

const told = (run: CliResult): readonly string[] =>
  run
    .findings()
    .map(({ message }) => String(message))
    .filter(message => message.includes('--metadata'));

test('what came with another --metadata stays as it is, which is said with the count and what to do', t => {
  const setting = new Setting(t);
  for (const serial of [1, 2, 3]) setting.photo('one', serial);
  assert.deepEqual(told(setting.export('one', 'none')), []);
  for (const dry of [['--dry-run'], []]) {
    const changed = setting.export('one', 'sidecar', ...dry);
    assert.equal(changed.summary.unchanged, 3);
    const [message = '', ...more] = told(changed);
    assert.match(message, /^3 photos and videos came .*--metadata none.*undo.*again/);
    assert.deepEqual(more, []);
  }
  // Also where nothing has changed since, and from another download of the same.
  assert.equal(told(setting.export('one', 'sidecar')).length, 1);
  for (const serial of [1, 2, 3, 4]) setting.photo('two', serial);
  const later = setting.export('two', 'sidecar');
  assert.deepEqual([later.summary.unchanged, later.summary.copied], [3, 1]);
  assert.match(told(later)[0] ?? '', /^3 photos/);
  // Some came so, some otherwise.
  assert.match(told(setting.export('two', 'embed'))[0] ?? '', /^4 photos.*--metadata none or sidecar/);
  // Nothing is asked for that they lack.
  assert.deepEqual(told(setting.export('two', 'none')), []);
});

test('what an undo took back comes as it is asked for now, and nothing is said', t => {
  const setting = new Setting(t);
  setting.photo('one', 1);
  setting.export('one', 'none');
  assert.equal(told(setting.export('one', 'sidecar')).length, 1);
  assert.equal(setting.backup.cli('undo', setting.backup.root).status, 0);
  assert.equal(setting.export('one', 'sidecar').summary.copied, 1);
  setting.photo('one', 2);
  assert.deepEqual(told(setting.export('one', 'sidecar')), []);
});

test('of a plan that was shown and applied the choice is known, too', t => {
  const setting = new Setting(t);
  setting.photo('one', 1);
  const plan = setting.source.path('p.plan.jsonl');
  setting.export('one', 'none', '--dry-run', '--plan', plan);
  assert.equal(setting.backup.cli('apply', setting.backup.root, plan).status, 0);
  assert.match(told(setting.export('one', 'embed'))[0] ?? '', /^1 photo or video came .*--metadata none/);
});
