import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileKind } from '../../../src/engine/media/kinds.ts';
import {
  CONTEXT_KEYS,
  Commands,
  Containers,
  EXTENSION,
  GRID_PANEL,
  PHOTO_EDITORS,
  PROBLEM_MATCHER,
  Settings,
  Submenus,
  TASK_TYPE,
  Views,
} from '../../../src/extension/ids.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8');
const manifest = JSON.parse(text);
const { contributes } = manifest;
const nls: Record<string, string> = JSON.parse(fs.readFileSync(path.join(root, 'package.nls.json'), 'utf8'));

const sorted = (values: Iterable<string>) => [...values].sort();

/** Every object of the manifest, at any depth. */
function* objects(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value == null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const child of Object.values(value)) yield* objects(child);
}

test('the manifest has every command of the code, and no other', () => {
  const declared = contributes.commands.map((entry: { command: string }) => entry.command);
  assert.deepEqual(sorted(declared), sorted(Object.values(Commands)));
});

test('every command is offered in the palette by a decision: shown, shown when it can run, or hidden', () => {
  for (const { command } of contributes.menus.commandPalette) assert.ok(Object.values(Commands).includes(command));
  const hidden = contributes.menus.commandPalette.filter((entry: { when: string }) => entry.when === 'false');
  assert.ok(hidden.some((entry: { command: string }) => entry.command === Commands.showProblem));
});

test('menus and keys name no command that there is not', () => {
  const known = new Set<string>(Object.values(Commands));
  const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings] as Record<string, string>[];
  for (const { command, alt, submenu } of named) {
    if (submenu != null) assert.ok(Object.values<string>(Submenus).includes(submenu), `${submenu} is no menu`);
    else assert.ok(known.has(command ?? ''), `${command} is no command`);
    if (alt != null) assert.ok(known.has(alt), `${alt} is no command`);
  }
});

test('the manifest has every submenu of the code, and no other, and each has entries', () => {
  const declared = contributes.submenus.map((entry: { id: string }) => entry.id);
  assert.deepEqual(sorted(declared), sorted(Object.values(Submenus)));
  for (const id of declared) assert.ok(contributes.menus[id].length > 0, `${id} is empty`);
});

test('every key is scoped', () => {
  for (const { command, when } of contributes.keybindings) assert.ok(when, `${command} has no when`);
});

test('the manifest has every view and container of the code, and no other', () => {
  const views = Object.values(contributes.views).flat() as { id: string; icon?: string }[];
  assert.deepEqual(sorted(views.map(view => view.id)), sorted(Object.values(Views)));
  for (const view of views) assert.ok(view.icon, `${view.id} has no icon for where its name does not fit`);
  const containers = Object.values(contributes.viewsContainers).flat() as { id: string }[];
  assert.deepEqual(sorted(containers.map(container => container.id)), sorted(Object.values(Containers)));
  assert.deepEqual(sorted(Object.keys(contributes.views)), sorted(Object.values(Containers)));
  for (const { view } of contributes.viewsWelcome) assert.ok(Object.values<string>(Views).includes(view));
});

test('the manifest has every setting of the code, and no other', () => {
  const declared = Object.keys(contributes.configuration.properties);
  assert.deepEqual(sorted(declared), sorted(Object.values(Settings).map(key => `${EXTENSION}.${key}`)));
});

test('Restricted Mode keeps workspaces from naming programs, folders and jobs', () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  const { ffmpegPath, osxphotosPath, osxphotosFlags, icloudpdPath, icloudpdFlags, cacheFolder, jobs } = Settings;
  const programs = [ffmpegPath, osxphotosPath, osxphotosFlags, icloudpdPath, icloudpdFlags];
  const restricted = [...programs, cacheFolder, jobs].map(key => `${EXTENSION}.${key}`);
  assert.deepEqual(sorted(restrictedConfigurations), sorted(restricted));
});

test('tasks, problem matcher and panel have the ids of the code', () => {
  assert.deepEqual(
    contributes.taskDefinitions.map((entry: { type: string }) => entry.type),
    [TASK_TYPE],
  );
  assert.deepEqual(
    contributes.problemMatchers.map((entry: { name: string }) => `$${entry.name}`),
    [PROBLEM_MATCHER],
  );
  assert.deepEqual(sorted(manifest.activationEvents), [`onTaskType:${TASK_TYPE}`, `onWebviewPanel:${GRID_PANEL}`]);
});

test('when clauses use the context keys of the code, and each key is used', () => {
  const clauses = [...objects(manifest)]
    .flatMap(object => [object.when, ...((object.completionEvents as string[] | undefined) ?? [])])
    .filter(value => typeof value === 'string')
    .join('\n')
    // Names of views, of the panel and of commands are compared with, not asked for.
    .replace(/\b(view|activeWebviewPanelId) == \S+/g, '')
    .replace(/onCommand:\S+/g, '');
  const used = new Set(clauses.match(/\bkeepsake\.\w+/g));
  assert.deepEqual(sorted(used), sorted(Object.keys(CONTEXT_KEYS)));
});

test('every text of the manifest is in package.nls.json, and none there is left over', () => {
  const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map(match => match[1] ?? ''));
  assert.deepEqual(sorted(used), sorted(Object.keys(nls)));
});

test('texts that run commands run those of the code', () => {
  const own = new Set<string>(Object.values(Commands));
  for (const [key, value] of Object.entries(nls)) {
    for (const [, command] of value.matchAll(/\(command:([\w.]+)\)/g)) {
      assert.ok(own.has(command ?? '') || command?.startsWith('workbench.'), `${key} runs ${command}`);
    }
  }
});

test('every picture that the manifest names is there', () => {
  const files = [manifest.icon, ...[...text.matchAll(/"(media\/[^"]+)"/g)].map(match => match[1])];
  for (const file of files) assert.ok(fs.existsSync(path.join(root, file)), `${file} is missing`);
});

const editors: readonly { viewType: string; priority: string; selector: readonly { filenamePattern: string }[] }[] =
  contributes.customEditors;
const extensionsOf = (viewType: string) =>
  (editors.find(editor => editor.viewType === viewType)?.selector ?? [])
    .flatMap(({ filenamePattern }) => /^\*\.\{(.*)\}$/.exec(filenamePattern)?.[1]?.split(',') ?? [])
    .sort();

test('files that VS Code can’t show open in the loupe, others on request', () => {
  assert.deepEqual(
    sorted(editors.map(editor => `${editor.viewType} ${editor.priority}`)),
    sorted([`${PHOTO_EDITORS.always} default`, `${PHOTO_EDITORS.onRequest} option`]),
  );
  const always = extensionsOf(PHOTO_EDITORS.always);
  const onRequest = extensionsOf(PHOTO_EDITORS.onRequest);
  for (const extension of [...always, ...onRequest]) {
    assert.match(fileKind(`a.${extension}`), /^(image|raw|video)$/, `Keepsake has no picture of .${extension}`);
  }
  assert.deepEqual(
    always.filter(extension => onRequest.includes(extension)),
    [],
  );
  // What the media preview of VS Code shows stays its own, and so do extensions that programmers use.
  const others = 'jpg jpe jpeg png bmp gif ico webp avif svg mp4 webm mts mod raw cap ts json xmp'.split(' ');
  for (const extension of others) assert.ok(!always.includes(extension), `.${extension} is not ours by default`);
  for (const extension of 'heic heif hif tif tiff jxl cr3 nef arw dng raf mov m4v 3gp avi mkv'.split(' ')) {
    assert.ok(always.includes(extension), `.${extension} is shown by nobody`);
  }
});
