import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { runLines } from '../../../src/engine/programs/lines.ts';

async function linesOf(t: TestContext, code: string): Promise<readonly string[]> {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-lines-'));
  t.after(() => fs.rmSync(cwd, { recursive: true }));
  const lines: string[] = [];
  const { code: status } = await runLines(process.execPath, ['-e', code], {
    cwd,
    stdin: 'none',
    onLine: line => lines.push(line),
  });
  assert.equal(status, 0);
  return lines;
}

test('lines end as on any system, also within what is written at once, and the last one needs no end', async t => {
  const lines = await linesOf(
    t,
    `const out = Buffer.from('one\\ntwo\\r\\nhalf\\rwhole\\n\\nK\\u00f6ln \\u2028 \\ud83d\\udcf7\\n\\u001b[31mred\\u001b[0m');
     let i = 0;
     const next = () => { if (i < out.length) process.stdout.write(out.subarray(i, i += 3), next); };
     next();`,
  );
  assert.deepEqual(lines, ['one', 'two', 'half', 'whole', 'Köln \u2028 📷', 'red']);
});

test('of a line without an end no more is held than is heard of it', async t => {
  let most = 0;
  const measure = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 10);
  t.after(() => clearInterval(measure));
  const before = process.memoryUsage().rss;
  const size = 200_000_000;
  const lines = await linesOf(
    t,
    `const part = Buffer.alloc(1_000_000, 'x');
     let left = ${size / 1_000_000};
     const next = () => process.stdout.write(part, () => --left > 0 ? next() : process.stdout.write('\\nlast\\n'));
     next();`,
  );
  assert.deepEqual(
    lines.map(line => line.length),
    [10_000, 4],
  );
  assert.ok(most > 0 && most - before < size / 2, `${most - before} bytes more`);
});
