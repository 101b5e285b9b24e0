/** Imports run one way, without circles; who may start programs, write the console, or know VS Code is few. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const SRC = path.resolve(import.meta.dirname, '../../src');

/** What each room may import, besides itself and packages. A room is the longest of these that a path begins with. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  webview: ['protocol'],
  extension: ['protocol'],
  server: ['protocol', 'engine'],
  cli: ['engine'],
  'engine/backup': [],
  'engine/programs': ['engine/backup'],
  'engine/sqlite': ['engine/backup'],
  'engine/table': ['engine/backup'],
  'engine/ledger': ['engine/backup'],
  'engine/media': ['engine/programs', 'engine/backup'],
  'engine/catalog': ['engine/ledger', 'engine/media', 'engine/sqlite', 'engine/backup'],
  'engine/sources': ['engine/media', 'engine/programs', 'engine/sqlite', 'engine/table', 'engine/backup'],
  'engine/plan': [
    'engine/catalog',
    'engine/ledger',
    'engine/media',
    'engine/programs',
    'engine/table',
    'engine/backup',
  ],
  'engine/jobs': [
    'engine/plan',
    'engine/sources',
    'engine/catalog',
    'engine/ledger',
    'engine/media',
    'engine/programs',
    'engine/table',
    'engine/backup',
  ],
};
const ROOMS = Object.keys(MAY).sort((a, b) => b.length - a.length);

const files = fs
  .readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.endsWith('.d.ts'))
  .map(file => file.split(path.sep).join('/'));
const roomOf = (file: string): string => ROOMS.find(room => file === room || file.startsWith(`${room}/`)) ?? file;

/** Every import and re-export, types too; dynamic ones as well. */
function importsOf(file: string): readonly string[] {
  const source = fs.readFileSync(path.join(SRC, file), 'utf8');
  return [...source.matchAll(/(?:from|import|import\()\s*'([^']+)'/g)].flatMap(match => match[1] ?? []);
}

const graph = new Map(
  files.map(file => [
    file,
    importsOf(file)
      .filter(name => name.startsWith('.') && name.endsWith('.ts'))
      .map(name => path.posix.normalize(path.posix.join(path.posix.dirname(file), name))),
  ]),
);

test('every source lies in a room', () => {
  assert.ok(files.length > 100);
  assert.deepEqual(
    files.filter(file => !ROOMS.includes(roomOf(file))),
    [],
  );
});

test('imports run one way between the rooms', () => {
  const wrong: string[] = [];
  for (const [file, imports] of graph) {
    const room = roomOf(file);
    for (const imported of imports) {
      const target = roomOf(imported);
      const allowed = target === room || (MAY[room] ?? []).some(may => target === may || target.startsWith(`${may}/`));
      if (!allowed) wrong.push(`${file} -> ${imported}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('there are no circles', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (done.has(file) || trail.includes(file)) return;
    for (const imported of graph.get(file) ?? []) visit(imported, [...trail, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test('vscode is known to the extension only, SQLite to the engine only, the toolkit to one file', () => {
  const importers = (name: string): readonly string[] => files.filter(file => importsOf(file).includes(name));
  assert.deepEqual(
    importers('vscode').filter(file => !file.startsWith('extension/')),
    [],
  );
  assert.deepEqual(
    importers('better-sqlite3').filter(file => !file.startsWith('engine/')),
    [],
  );
  assert.deepEqual(
    importers('sharp').filter(file => !file.startsWith('engine/media/')),
    [],
  );
  assert.deepEqual(importers('@vscode/webview-ui-toolkit'), ['webview/toolkit.ts']);
});

test('only programs starts other programs; the three forks of our own processes are named', () => {
  // A type alone starts nothing.
  const starts = /^import (?!type )[^;]*'(?:node:)?child_process';|import\('(?:node:)?child_process'\)/m;
  const starters = files.filter(file => starts.test(fs.readFileSync(path.join(SRC, file), 'utf8')));
  assert.deepEqual(
    starters.filter(file => !file.startsWith('engine/programs/')),
    ['extension/jobs/command-line.ts', 'extension/server/fork.ts', 'server/media/child.ts'],
  );
});
