/** The real Takeout of the samples, as a tree and zipped into three parts, and Apple's files as a folder. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { fileKind } from '../../src/engine/media/kinds.ts';
import { Given } from '../../src/engine/sources/given.ts';
import { recognise } from '../../src/engine/sources/recognise.ts';
import type { SourceEvent, SourceItem } from '../../src/engine/sources/source.ts';
import { writeZip } from '../fixtures/takeoutZip.ts';
import { TempBackup } from '../fixtures/tempBackup.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples');
const skip = existsSync(samples) ? false : `no samples in ${samples}: set KEEPSAKE_SHARED`;

/** Files under a folder, relative to it. */
function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

const isMedia = (name: string): boolean => ['image', 'raw', 'video'].includes(fileKind(path.basename(name)));

async function read(t: TestContext, paths: readonly string[]) {
  const given = Given.of(paths);
  t.after(() => given.close());
  const { source } = await recognise(given);
  const events: SourceEvent[] = [];
  for await (const event of (await source.open(given)).events()) events.push(event);
  return {
    kind: source.kind,
    items: events.flatMap(event => (event.type === 'item' ? [event.item] : [])),
    findings: events.flatMap(event => (event.type === 'finding' ? [event.finding] : [])),
  };
}

const sorted = (items: readonly SourceItem[]) =>
  items
    .map(({ main, files, sidecars, albums, said, states, raw }) => ({
      main: main.path,
      files: files.map(({ name, role, size }) => [name, role, size]),
      sidecars: sidecars.map(({ name }) => name),
      albums,
      said: [...said],
      states,
      raw,
    }))
    .sort((a, b) => (a.main < b.main ? -1 : 1));

describe('the samples as sources', { skip }, () => {
  const takeout = path.join(samples, 'google-takeout');

  test('the Takeout tree: every file in one item, albums by their titles, what is missing is told', async t => {
    const { kind, items, findings } = await read(t, [takeout]);
    assert.equal(kind, 'google-takeout');
    const placed = items.flatMap(({ files }) => files).map(({ path: where }) => `Takeout/${where}`);
    assert.deepEqual(placed.sort(), filesUnder(takeout).filter(isMedia));
    assert.ok(items.every(({ sidecars }) => sidecars.length === 1));
    const albums = Map.groupBy(items, ({ albums: [title] }) => title);
    assert.deepEqual(
      Object.fromEntries([...albums].filter(([title]) => title != null).map(([title, { length }]) => [title, length])),
      { Adelaide: 1, 'Pumpkin Farm': 3, 'Same Name': 2 },
    );
    assert.deepEqual(
      findings.map(({ code, missing, path: where }) => `${code} ${missing} ${path.basename(where)}`).sort(),
      ['DSC03584.dng', 'IMG_1523.jpg', 'IMG_1693.tif', 'IMG_1760_Seattle.jpg', 'IMG_1994.cr2', 'IMG_1997.cr2'].map(
        name => `unmatched-sidecar true ${name}.json`,
      ),
    );
  });

  test('zipped into three parts, with sidecars away from their photos, it says the same', async t => {
    const temp = new TempBackup(t);
    const parts = [0, 1, 2].map(part =>
      writeZip(
        temp.path(`takeout-20240101T000000Z-00${part + 1}.zip`),
        filesUnder(takeout)
          .filter((_, index) => index % 3 === part)
          .map(name => ({ name, bytes: readFileSync(path.join(takeout, name)) })),
      ),
    );
    const tree = await read(t, [takeout]);
    for (const order of [parts, parts.toReversed(), [temp.root]]) {
      const zipped = await read(t, order);
      assert.deepEqual(sorted(zipped.items), sorted(tree.items));
      assert.deepEqual(
        zipped.findings.map(({ path: where }) => where).sort(),
        tree.findings.map(({ path: where }) => where).sort(),
      );
    }
  });

  test("Apple's files: live pair, edits, sidecars", async t => {
    const apple = path.join(samples, 'apple-photos');
    const { kind, items, findings } = await read(t, [apple]);
    assert.equal(kind, 'folder');
    const names = items.flatMap(({ files }) => files).map(({ name }) => name);
    assert.deepEqual(names.sort(), filesUnder(apple).filter(isMedia).sort());
    const roles = Object.fromEntries(items.flatMap(({ files }) => files).map(({ name, role }) => [name, role]));
    assert.equal(roles['IMG_3582.mov'], 'live');
    assert.equal(roles['IMG_E1853.heic'], 'edited');
    assert.deepEqual(findings.map(({ code, path: where }) => `${code} ${where}`).sort(), [
      'skipped IMG_4179.jpeg.exiftool.json',
      'unmatched-sidecar IMG_1994.AAE',
    ]);
  });
});
