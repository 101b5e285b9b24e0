import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { Commands } from '../../../../src/extension/ids.ts';
import { type Absence, absenceOf } from '../../../../src/extension/photo/absence.ts';
import { absencePage } from '../../../../src/extension/photo/page.ts';
import { english } from '../localizer.ts';

const root = path.resolve('/photos');
const file = path.join(root, '2019', 'a.heic');

test('why a file has no photo follows from the backup, the file and the server', () => {
  const known = { file, state: { root, state: 'ready' as const }, folder: null, exists: true, failure: '' };
  const cases: readonly (readonly [Partial<Parameters<typeof absenceOf>[0]>, Absence])[] = [
    [{ state: null }, { kind: 'closed' }],
    [{ state: null, folder: root }, { kind: 'unindexed' }],
    [{}, { kind: 'unindexed' }],
    [{ exists: false }, { kind: 'gone' }],
    [{ exists: false, state: { root, state: 'away' } }, { kind: 'away' }],
    [{ file: path.resolve('/photos2/a.heic') }, { kind: 'outside' }],
    [{ failure: 'It stopped.' }, { kind: 'failed', why: 'It stopped.' }],
  ];
  for (const [special, absence] of cases) assert.deepEqual(absenceOf({ ...known, ...special }), absence);
});

const page = (absence: Absence, trusted = true, name = 'a.heic') =>
  absencePage({ absence, name, backup: 'Family', trusted, language: 'en', l10n: english });

test('each page offers what helps, runs no script, and only its own commands', () => {
  const kinds: readonly Absence[] = [
    { kind: 'closed' },
    { kind: 'outside' },
    { kind: 'unindexed' },
    { kind: 'gone' },
    { kind: 'away' },
    { kind: 'failed', why: 'It stopped.' },
  ];
  for (const absence of kinds) {
    const { html, commands } = page(absence);
    const linked = [...html.matchAll(/href="command:([^"]+)"/g)].map(match => match[1]);
    assert.deepEqual(linked, commands);
    assert.ok(commands.length > 0);
    assert.match(html, /default-src &#39;none&#39;/);
    assert.doesNotMatch(html, /<script/);
  }
  assert.deepEqual(page({ kind: 'unindexed' }).commands[0], Commands.indexBackup);
  assert.ok(!page({ kind: 'unindexed' }, false).commands.includes(Commands.indexBackup), 'nothing runs unless trusted');
  assert.match(page({ kind: 'failed', why: 'It stopped.' }).html, /It stopped\./);
});

test('a name can’t bring markup along', () => {
  const { html } = page({ kind: 'unindexed' }, true, '<img src=x onerror=alert(1)>.heic');
  assert.doesNotMatch(html, /<img/);
});
