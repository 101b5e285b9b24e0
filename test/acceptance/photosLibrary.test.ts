/** The real Photos library of the samples: read by us as osxphotos reads it, and its checksums proved. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { AppleChecksumHash, appleVerdict } from '../../src/engine/media/appleChecksum.ts';
import { composeAsset } from '../../src/engine/media/composeAsset.ts';
import { instantOf } from '../../src/engine/media/dateText.ts';
import { Given } from '../../src/engine/sources/given.ts';
import { recognise } from '../../src/engine/sources/recognise.ts';
import type { SourceEvent, SourceFile } from '../../src/engine/sources/source.ts';

const shared = process.env.KEEPSAKE_SHARED ?? path.join(import.meta.dirname, '../../../shared');
const samples = path.join(shared, 'samples/photos-library');
const sample = fs.existsSync(samples)
  ? fs.readdirSync(samples).find(name => name.endsWith('.photoslibrary'))
  : undefined;

const osxphotos = [
  path.join(import.meta.dirname, '../../.peers/venv/bin/osxphotos'),
  ...(process.env.PATH ?? '').split(path.delimiter).map(folder => path.join(folder, 'osxphotos')),
].find(file => fs.existsSync(file));

/** What osxphotos prints of a photo, as far as it is compared. */
interface OsxPhoto {
  readonly uuid: string;
  readonly original_filename: string;
  readonly date: string;
  readonly tzoffset: number;
  readonly path: string | null;
  readonly path_edited: string | null;
  readonly path_live_photo: string | null;
  readonly path_raw: string | null;
  readonly has_raw: boolean;
  readonly hasadjustments: boolean;
  readonly live_photo: boolean;
  readonly fingerprint: string | null;
  readonly favorite: boolean;
  readonly hidden: boolean;
  readonly intrash: boolean;
  readonly albums: readonly string[];
  readonly keywords: readonly string[];
  readonly persons: readonly string[];
  readonly title: string | null;
  readonly description: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
}

async function read(t: TestContext, library: string) {
  const given = Given.of([library]);
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

async function checksumOf(file: SourceFile): Promise<string> {
  const hash = new AppleChecksumHash();
  for await (const chunk of await file.open()) hash.update(chunk as Buffer);
  return hash.digest();
}

describe('the sample library', { skip: sample == null && `no samples in ${samples}: set KEEPSAKE_SHARED` }, () => {
  const library = path.join(samples, sample ?? '');

  test('every file of a photo is in one item, and what is absent is told', async t => {
    const { kind, items, findings } = await read(t, library);
    assert.equal(kind, 'photos-library');
    const listed = (folder: string): readonly string[] =>
      fs
        .readdirSync(path.join(library, folder), { recursive: true, encoding: 'utf8' })
        .map(name => `${folder}/${name.split(path.sep).join('/')}`)
        .filter(name => /\.\w+$/.test(name));
    const placed = items.flatMap(({ files }) => files.map(file => file.path)).sort();
    const renders = listed('resources/renders').filter(name => /_1_201_a\.(jpeg|heic)$/.test(name));
    assert.deepEqual(placed, [...listed('originals'), ...renders].sort());
    assert.ok(findings.length > 0);
    for (const { code, missing, path: where } of findings) {
      assert.deepEqual([code, missing], ['online-only', true], where);
      assert.ok(!fs.existsSync(path.join(library, where)));
    }
  });

  test("Apple's checksums: all originals but the one that was altered are proved", async t => {
    const { items } = await read(t, library);
    const verdicts = new Map<string, number>();
    for (const { files } of items) {
      for (const file of files) {
        if (file.appleChecksum == null) continue;
        const verdict = appleVerdict(file.appleChecksum, await checksumOf(file));
        verdicts.set(verdict, (verdicts.get(verdict) ?? 0) + 1);
      }
    }
    assert.deepEqual(Object.fromEntries(verdicts), { proved: items.length - 1, differs: 1 });
  });

  test('it says what osxphotos says', {
    skip: osxphotos == null && 'osxphotos is neither on PATH nor in .tools/venv',
  }, async t => {
    // osxphotos wants to write beside the database.
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-osxphotos-'));
    t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
    const copy = path.join(folder, sample!);
    fs.cpSync(library, copy, { recursive: true });
    const query = (...more: readonly string[]): readonly OsxPhoto[] => {
      const args = ['query', '--json', '--library', copy, ...more];
      const options = { encoding: 'utf8' as const, maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] as const };
      return JSON.parse(execFileSync(osxphotos!, args, { ...options, stdio: [...options.stdio] })) as OsxPhoto[];
    };
    const photos = [...query(), ...query('--deleted-only').map(photo => ({ ...photo, intrash: true }))];
    const { items, findings } = await read(t, copy);
    const found = new Map(items.map(item => [String(item.raw?.uuid), item]));
    const absent = new Set(findings.filter(({ missing }) => missing).map(({ path: where }) => where));
    assert.equal(
      found.size,
      photos.filter(({ path: original, path_edited: edited }) => (original ?? edited) != null).length,
    );
    for (const photo of photos) {
      const item = found.get(photo.uuid);
      if (photo.path == null)
        assert.ok([...absent].some(where => where.includes(photo.uuid) || where.endsWith(photo.original_filename)));
      if (photo.has_raw && photo.path_raw == null)
        assert.ok(
          [...absent].some(where => where.endsWith(`${photo.uuid}_4`)),
          photo.uuid,
        );
      if (item == null) continue;
      const facts = composeAsset(item.group, item.said, item.directory);
      const time = facts.capturedAt?.value;
      const at = (role: string): string | undefined => {
        const file = item.files.find(each => each.role === role);
        return file && path.join(copy, file.path);
      };
      assert.deepEqual(
        {
          name: item.main.name,
          time: time && instantOf(time),
          offset: time?.known === 'zoned' ? time.offsetMin * 60 : undefined,
          original: at('original'),
          edited: at('edited'),
          live: at('live'),
          raw: at('raw'),
          checksum: item.main.appleChecksum?.value,
          favorite: facts.favorite?.value ?? false,
          states: item.states,
          albums: item.albums.toSorted(),
          keywords: (facts.keywords?.value ?? []).toSorted(),
          people: (facts.people?.value ?? []).toSorted(),
          title: facts.title?.value ?? '',
          latitude: facts.gps?.value.lat.toFixed(6),
          longitude: facts.gps?.value.lon.toFixed(6),
        },
        {
          name: photo.original_filename,
          time: Date.parse(photo.date),
          offset: photo.tzoffset,
          original: photo.path ?? undefined,
          edited: photo.path_edited ?? undefined,
          live: photo.path_live_photo ?? undefined,
          raw: photo.path_raw ?? undefined,
          checksum: photo.fingerprint ?? undefined,
          favorite: photo.favorite,
          states: { ...(photo.intrash && { trashed: true }), ...(photo.hidden && { hidden: true }) },
          albums: photo.albums.toSorted(),
          keywords: photo.keywords.toSorted(),
          people: photo.persons.filter(name => name !== '_UNKNOWN_').toSorted(),
          title: photo.title ?? '',
          latitude: photo.latitude?.toFixed(6),
          longitude: photo.longitude?.toFixed(6),
        },
      );
      // What disguises the direction of text is left out by us.
      const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');
      assert.equal(facts.description?.value ?? '', plain(photo.description ?? ''));
    }
  });
});
