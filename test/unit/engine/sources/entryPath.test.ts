import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entryPath } from '../../../../src/engine/sources/archive/entryPath.ts';

test('paths within the archive are taken apart', () => {
  const table: readonly (readonly [string, string, string])[] = [
    ['a.jpg', '', 'a.jpg'],
    ['Takeout/Google Photos/a.jpg', 'Takeout/Google Photos', 'a.jpg'],
    ['./a//b/./c.jpg', 'a/b', 'c.jpg'],
    ['a\\b\\c.jpg', 'a/b', 'c.jpg'],
    ['a..b/..c', 'a..b', '..c'],
    ['été/ü.jpg', 'été', 'ü.jpg'],
    ['a/C:.jpg', 'a', 'C:.jpg'],
  ];
  for (const [text, directory, name] of table) assert.deepEqual(entryPath(text), { directory, name }, text);
});

test('paths that lead out are refused', () => {
  const refused = [
    '',
    '/',
    '..',
    './',
    '../a.jpg',
    'a/../../b.jpg',
    'a/..',
    '/etc/passwd',
    '//server/share/a',
    '\\\\server\\share\\a',
    '..\\a.jpg',
    'a\\..\\..\\b',
    'C:\\a.jpg',
    'c:a.jpg',
    'a\0.jpg',
    `${'x/'.repeat(100)}y`,
    'é'.repeat(3000),
  ];
  for (const text of refused) assert.notEqual(entryPath(text).unsafe, undefined, text);
});
