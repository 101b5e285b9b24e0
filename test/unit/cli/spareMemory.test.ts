import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';

const SPARE = path.resolve(import.meta.dirname, '../../../src/cli/spareMemory.ts');

/** Holds 150 MB, lets go of them, and says how many MB the process takes before and after it gives them back. */
const PROGRAM = `
import v8 from 'node:v8';
const { SpareMemory } = await import(${JSON.stringify(SPARE)});
v8.setFlagsFromString('--semi-space-growth-factor=1');
const rss = () => process.memoryUsage.rss() >> 20;
let held = Array.from({ length: 1_500_000 }, (_, i) => ({ i, name: { text: 'IMG_' + i } }));
held = undefined;
const before = rss();
new SpareMemory(0).look(50 << 20);
console.log(JSON.stringify([before, rss()]));
`;

test('what a heap took that is small again is given back', () => {
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', PROGRAM], { encoding: 'utf8' });
  const [before, after] = JSON.parse(stdout || '[]');
  assert.ok(before > 180 && before - after > 60, `${stdout} ${stderr}`);
});
