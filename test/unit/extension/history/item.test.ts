import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyItem } from '../../../../src/extension/history/item.ts';
import type { HistoryRow } from '../../../../src/protocol/history.ts';
import { english as l10n } from '../localizer.ts';

const row: HistoryRow = {
  id: '01890a5d-ac96-774b-bcce-b302099a8057',
  job: 'mark',
  title: '5 stars: 1,200 photos and videos',
  at: Date.UTC(2026, 10, 22, 9, 30),
  of: 'marks',
  count: 1200,
  state: 'stands',
};

test('a change is told by what, when, how many and by which job', () => {
  const { label, description, detail } = historyItem(row, 'en', l10n);
  assert.equal(label, '$(history) 5 stars: 1,200 photos and videos');
  assert.match(description, /Nov 2\d, 2026/);
  assert.equal(detail, '1,200 photos · Marks');
});

test('what became of it is said, and more than by an icon', () => {
  assert.match(historyItem({ ...row, state: 'undone' }, 'en', l10n).detail, / · undone$/);
  assert.match(historyItem({ ...row, state: 'partly' }, 'en', l10n).detail, / · undone in part$/);
  assert.match(
    historyItem({ ...row, of: 'files', count: 1, job: 'apply' }, 'en', l10n).detail,
    /^1 file · Apply Plan$/,
  );
});

test('a title that spells an icon shows none', () => {
  assert.doesNotMatch(historyItem({ ...row, title: 'Export from $(trash)' }, 'en', l10n).label, /\$\(trash\)/);
});
