/** Plans are read line by line, believed in nothing, and written so that they can be read again. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { checkPlan, MOST_OF_ASSET } from '../../../../src/engine/plan/check.ts';
import type { Action, PlanHeader } from '../../../../src/engine/plan/form.ts';
import { BadPlan, PlanReader } from '../../../../src/engine/plan/read.ts';
import { PlanWriter } from '../../../../src/engine/plan/write.ts';

const SHA = 'a'.repeat(64);
const HEADER: PlanHeader = {
  type: 'plan',
  version: 1,
  job: 'export',
  backup: '01890a5d-ac96-774b-bcce-b302099a8057',
  created: '2026-11-22T01:02:03Z',
  sources: [{ path: '/source' }],
};
const copy = (id: number, to: string, more: object = {}): object => ({
  type: 'action',
  id,
  action: 'copy',
  from: { source: 0, path: 'x', size: 3 },
  to,
  mtime: null,
  why: '',
  ...more,
});
const move = (id: number, from: string, to: string): object => ({
  type: 'action',
  id,
  action: 'move',
  from,
  to,
  sha256: SHA,
  why: '',
});

function fileOf(t: TestContext, content: string | Uint8Array): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-test-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'x.plan.jsonl');
  fs.writeFileSync(file, content);
  return file;
}

const lines = (...values: (object | string)[]): string =>
  values.map(value => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');

/** @returns line and message of the refusal */
function refusal(t: TestContext, content: string | Uint8Array): { line: number; message: string } {
  const file = fileOf(t, content);
  try {
    checkPlan(file);
  } catch (error) {
    assert.ok(error instanceof BadPlan, String(error));
    assert.ok(error.message.startsWith(`${file}, line ${error.line}: `));
    assert.match(error.message, /Nothing was changed\.$/);
    return { line: error.line, message: error.message };
  }
  assert.fail('it was taken');
}

test('a person may cut a plan down, and their editor may leave its marks', t => {
  const text = `\ufeff${lines(HEADER, copy(3, 'a/x.jpg'), '', move(9, 'b', 'c'), '  ').replaceAll('\n', '\r\n')}`.slice(
    0,
    -2,
  );
  const { actions, counts, bytes } = checkPlan(fileOf(t, text));
  assert.deepEqual([actions, counts.copy, counts.move, bytes], [2, 1, 1, 3]);
});

test('what is no plan is refused with its line', t => {
  for (const [line, content] of [
    [1, ''],
    [1, lines(copy(1, 'a'))],
    [1, lines({ ...HEADER, version: 2 })],
    [1, lines({ ...HEADER, backup: 'mine' })],
    [2, lines(HEADER, '{"type":"action"')],
    [2, lines(HEADER, '[]')],
    [2, lines(HEADER, 'null')],
    [2, lines(HEADER, { ...copy(1, 'a'), action: 'delete' })],
    [2, lines(HEADER, copy(0, 'a'))],
    [2, lines(HEADER, copy(1.5, 'a'))],
    [2, lines(HEADER, copy(1, 'a', { from: { source: 1, path: 'x', size: 3 } }))],
    [2, lines(HEADER, copy(1, 'a', { text: 'both' }))],
    [2, lines(HEADER, copy(1, 'a', { from: undefined }))],
    [2, lines(HEADER, copy(1, 'a', { mtime: 'yesterday' }))],
    [2, lines(HEADER, copy(1, 'a', { from: { source: 0, path: 'x', size: -1 } }))],
    [2, lines(HEADER, copy(1, '../a'))],
    [2, lines(HEADER, move(1, '../a', 'b'))],
    [2, lines(HEADER, move(1, 'a', '.keepsake/quarantine/b'))],
    [2, lines(HEADER, { ...move(1, 'a', 'b'), sha256: 'A'.repeat(64) })],
    [3, lines(HEADER, copy(2, 'a'), copy(2, 'b'))],
    [3, lines(HEADER, copy(2, 'a'), copy(1, 'b'))],
    [3, lines(HEADER, copy(1, 'a/x.jpg'), copy(2, 'A/X.JPG'))],
    [3, lines(HEADER, copy(1, 'Ko\u0308ln'), move(2, 'x', 'köln'))],
    [3, lines(HEADER, copy(1, 'a'), copy(2, 'A/b'))],
    [3, lines(HEADER, copy(1, 'a/b/c'), copy(2, 'a/B'))],
    [4, lines(HEADER, copy(1, 'a', { asset: 1 }), copy(2, 'b', { asset: 2 }), copy(3, 'c', { asset: 1 }))],
    [2, `${lines(HEADER)}${'x'.repeat(2 << 20)}`],
  ] as const)
    assert.equal(refusal(t, content).line, line, content.slice(0, 400));
  assert.equal(refusal(t, Buffer.concat([Buffer.from(lines(HEADER)), Buffer.from([0x7b, 0xff, 0x7d])])).line, 2);
});

test('a photo has no more lines than are applied at once', t => {
  const many = (count: number): string =>
    lines(HEADER, ...Array.from({ length: count }, (_, i) => ({ ...copy(i + 1, `a/${i}.jpg`), asset: 7 })));
  assert.equal(checkPlan(fileOf(t, many(MOST_OF_ASSET))).actions, MOST_OF_ASSET);
  const { line, message } = refusal(t, many(MOST_OF_ASSET + 1));
  assert.equal(line, MOST_OF_ASSET + 2);
  assert.match(message, /Asset 7 has more than 10000 lines/);
});

test('the words say what is wrong', t => {
  assert.match(refusal(t, lines(HEADER, { ...copy(1, 'a'), why: 7 })).message, /the field "why"/);
  assert.match(refusal(t, lines(HEADER, copy(1, 'a/CON.jpg'))).message, /a device on Windows/);
  assert.match(refusal(t, lines({ ...HEADER, version: 9 })).message, /newer Keepsake/);
});

test('what is written is read again as it was, with the job’s own fields', t => {
  const file = fileOf(t, '');
  const actions = [copy(1, 'a', { album: 'Köln' }), move(2, 'b', 'c')] as Action[];
  const writer = new PlanWriter(file, { ...HEADER, summary: { items: 2 } });
  for (const action of actions) writer.write(action);
  assert.throws(() => writer.write(actions[0] as Action), TypeError);
  writer.finish();
  const reader = new PlanReader(file);
  assert.deepEqual(reader.header.summary, { items: 2 });
  assert.deepEqual(
    [...reader.actions()].map(({ action }) => action),
    actions,
  );
  assert.deepEqual(fs.readdirSync(path.dirname(file)), [path.basename(file)]);
});

test('memory does not grow with the actions', t => {
  const file = fileOf(t, '');
  const writer = new PlanWriter(file, HEADER);
  const count = 200_000;
  for (let id = 1; id <= count; id++) writer.write(copy(id, `2019/${id % 400}/IMG_${id}.jpg`) as Action);
  writer.finish();
  const before = process.memoryUsage().heapUsed;
  assert.equal(checkPlan(file).actions, count);
  const reader = new PlanReader(file);
  let most = 0;
  let seen = 0;
  for (const _ of reader.actions())
    if (++seen % 20_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - before);
  assert.equal(seen, count);
  // Reading holds a piece of the file and one action; what is left of the check is garbage by now or soon.
  assert.ok(most < 150 << 20, `${most >> 20} MiB`);
});
