import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drivenBy, exportArguments, planArguments, type SourceKind } from '../../../../src/extension/export/choices.ts';
import { DryRun } from '../../../../src/extension/export/dry-run.ts';
import { planText } from '../../../../src/extension/export/plan-text.ts';
import { ShownPlan } from '../../../../src/extension/export/shown-plan.ts';
import { english } from '../localizer.ts';

const finding = (code: string, severity: string, path: string) =>
  JSON.stringify({ type: 'finding', severity, code, path, message: `About ${path}` });

const request = (backup: string) => ({ kind: 'auto', sources: [], backup, choices: {} }) as const;

function dryRun(): DryRun {
  const run = new DryRun();
  run.hear(finding('unmatched-sidecar', 'warning', 'b.json'));
  for (let i = 0; i < 250; i++) run.hear(finding('no-capture-time', 'warning', `${i}.jpg`));
  run.hear(finding('empty', 'error', 'two\nlines\u202e.jpg'));
  run.hear('Something that is no JSON');
  return run;
}

function shown(...actions: object[]): ShownPlan {
  const plan = new ShownPlan();
  const header = {
    type: 'plan',
    version: 1,
    job: 'export',
    backup: 'x',
    created: '2026-11-22T00:00:00Z',
    title: 'Export from Google Takeout, 2 zips',
    sources: [{ kind: 'google-takeout', label: 'Google Takeout, 2 zips', paths: ['/a/1.zip', '/a/2.zip'] }],
    summary: {
      items: 1204,
      copied: 1100,
      unchanged: 0,
      duplicates: 90,
      skipped: 10,
      missing: 4,
      failed: 0,
      bytes: 4.1e9,
    },
  };
  plan.hear(JSON.stringify(header));
  for (const action of actions) plan.hear(JSON.stringify({ type: 'action', id: 1, why: '', ...action }));
  plan.hear(JSON.stringify({ type: 'summary', job: 'plan', actions: 2311, bytes: 4.1e9 }));
  return plan;
}

const copy = {
  action: 'copy',
  from: { source: 0, path: 'Google Photos/Rome/IMG_1.jpg', size: 9 },
  to: '2019/07/01/IMG_1.jpg',
  metadata: { tags: { 'EXIF:GPSLatitude': 1, 'XMP:GPSLatitude': 1, 'XMP:Title': 'x' } },
  why: 'a photo whose time is known by sidecar',
};

test('a plan tells what it comes to, then what was found, then what it does', () => {
  const { text } = planText(
    '/plans/x.plan.jsonl',
    shown(copy),
    { request: request('/photos/Family'), free: 770e9, groups: dryRun().findings },
    'en',
    english,
  );
  const lines = text.split('\n');
  assert.deepEqual(lines.slice(0, 15), [
    'Export from Google Takeout, 2 zips',
    '',
    'From    /a/1.zip',
    '        /a/2.zip',
    'To      /photos/Family',
    '',
    '1,204 photos and videos in the source:',
    '  1,100 new: they will be copied',
    '  90 in the backup already, or twice in the source: what is known of them is merged',
    '  10 left out (the findings say why)',
    '  4 that the source tells of and does not have',
    '',
    '4.1 GB will be written; the disk has 770 GB free.',
    'Nothing has been changed yet. What is copied from stays as it is, and the change can be undone.',
    '',
  ]);
  assert.deepEqual(lines.slice(-4), [
    'Actions: 2,311',
    '  copy      Google Photos/Rome/IMG_1.jpg -> 2019/07/01/IMG_1.jpg  [GPSLatitude, Title]  (a photo whose time is known by sidecar)',
    '  … and 2,310 more. All of them are in /plans/x.plan.jsonl',
    '',
  ]);
});

test('of an action that touches no file it is said what the record is told by it', () => {
  const keepsake = {
    uuid: 'x',
    albums: ['Rome'],
    said: { facts: { title: {}, gps: {} }, states: ['archived'] },
    imported: [{ path: 'Rome/IMG_1.jpg', at: '2019/07/01/IMG_1.jpg' }],
  };
  const keep = { action: 'keep', path: '2019/07/01/IMG_1.jpg', why: 'the backup has its bytes', keepsake };
  const odd = { ...keep, keepsake: { albums: 7, said: 'x', imported: [{}] } };
  const lines = planText(
    '/p',
    shown(keep, odd, { ...copy, keepsake: { albums: ['Rome'] } }),
    undefined,
    'en',
    english,
  ).text.split('\n');
  const [first = '', second, third = ''] = lines.slice(lines.indexOf('Actions: 2,311') + 1);
  assert.equal(
    first,
    '  keep      2019/07/01/IMG_1.jpg  [Rome/IMG_1.jpg came already, as 2019/07/01/IMG_1.jpg; albums: Rome; said of it: title, gps, archived]  (the backup has its bytes)',
  );
  assert.equal(second, '  keep      2019/07/01/IMG_1.jpg  (the backup has its bytes)');
  assert.match(third, /\[GPSLatitude, Title\] {2}\[albums: Rome\]/);
});

test('findings are gathered by kind, the gravest first, counted where they are many, and found by their line', () => {
  const { text, findings } = planText(
    '/p',
    shown(),
    { request: request('/b'), groups: dryRun().findings },
    'en',
    english,
  );
  const lines = text.split('\n');
  const from = lines.indexOf('Findings: 252');
  assert.ok(from > 0);
  assert.deepEqual(lines.slice(from + 1, from + 5), [
    '  Empty file: 1',
    '    error  two\ufffdlines\ufffd.jpg  About two\ufffdlines\ufffd.jpg',
    '  Sidecar without its photo: 1',
    '    warning  b.json  About b.json',
  ]);
  assert.ok(lines.includes('    … and 50 more'));
  assert.equal(findings.length, 202);
  for (const { line, finding } of findings.slice(1)) assert.ok(lines[line]?.includes(finding.path), finding.path);
});

test('a disk that is too small is told of', () => {
  const { text } = planText('/p', shown(), { request: request('/b'), free: 1e9, groups: [] }, 'en', english);
  assert.match(text, /the disk has 1 GB free\.\nThe disk has too little room/);
});

test('of many sources the first are named', () => {
  const plan = shown();
  const paths = Array.from({ length: 51 }, (_, i) => `/a/${i + 1}.zip`);
  plan.hear(JSON.stringify({ ...plan.header, sources: [{ paths }] }));
  const lines = planText('/p', plan, undefined, 'en', english).text.split('\n');
  assert.deepEqual(lines.slice(2, 12), [
    'From    /a/1.zip',
    ...Array.from({ length: 7 }, (_, i) => `        /a/${i + 2}.zip`),
    '        … and 43 more',
    '',
  ]);
});

test('each kind of action has its line; names that are not UTF-8 too', () => {
  const plan = shown(
    { action: 'move', from: 'a.jpg', to: { b: Buffer.from('b\xe9.jpg', 'latin1').toString('base64') }, why: 'by date' },
    { action: 'quarantine', path: 'c.jpg', why: 'same bytes' },
    { action: 'metadata', path: 'd.jpg', tags: { 'XMP:Title': 'x' } },
    { action: 'link', path: 'e.jpg', target: 'f.jpg' },
    { action: 'keep', path: 'g.jpg' },
    { action: 'copy', text: '<x/>', to: 'h.xmp', instead: 3 },
  );
  const lines = planText('/p', plan, undefined, 'en', english).text.split('\n').slice(-8, -2);
  assert.deepEqual(lines, [
    '  move      a.jpg -> b\ufffd.jpg  (by date)',
    '  set aside c.jpg  (same bytes)',
    '  metadata  d.jpg: XMP:Title',
    '  link      e.jpg -> f.jpg',
    '  keep      g.jpg',
    '  copy      a text -> h.xmp  only if that can’t be written into the copy itself',
  ]);
});

test('what is no plan says why', () => {
  const plan = new ShownPlan();
  const message = '/x.jsonl, line 2: The path in "to" has a part "..". Nothing was changed.';
  plan.hear(JSON.stringify({ type: 'summary', job: 'plan', actions: 0, failed: true, message }));
  assert.equal(
    planText('/x.jsonl', plan, undefined, 'en', english).text,
    `This is no plan that can be applied.\n\n${message}\n`,
  );
});

test('what another program fetches has no plan', () => {
  const by = (kind: SourceKind, ...sources: string[]) => drivenBy({ kind, sources });
  assert.equal(by('icloudpd', 'icloud:me@example.com'), 'icloudpd');
  assert.equal(by('osxphotos', '/Users/me/Pictures/Photos Library.photoslibrary'), 'osxphotos');
  assert.equal(by('osxphotos', '/exported/by/osxphotos'), null, 'what it made before is a source like any other');
  assert.equal(by('icloudpd', '/filled/by/icloudpd'), null);
  assert.equal(by('photos-library', '/Users/me/Pictures/Photos Library.photoslibrary'), null);
  const request = { kind: 'osxphotos', sources: ['/a.photoslibrary'], backup: '/b', choices: {} } as const;
  assert.deepEqual(planArguments(request, undefined), [
    ...['export', '--dry-run', '--json', '--to=/b', '--from=osxphotos', '--', '/a.photoslibrary'],
  ]);
});

test('a request becomes the arguments of the command line, of a dry run too', () => {
  const request = {
    kind: 'google-takeout',
    sources: ['/a/--trashed', '/b.zip'],
    backup: '/photos',
    choices: { layout: '{year}', metadata: 'sidecar', albums: 'memberships', locked: true, trashed: false },
  } as const;
  const rest = ['--to=/photos', '--from=google-takeout', '--layout={year}', '--metadata=sidecar', '--locked'];
  assert.deepEqual(exportArguments(request), ['export', ...rest, '--', '/a/--trashed', '/b.zip']);
  assert.deepEqual(planArguments({ ...request, kind: 'auto' }, '/p'), [
    ...[
      'export',
      '--dry-run',
      '--plan=/p',
      '--json',
      '--to=/photos',
      '--layout={year}',
      '--metadata=sidecar',
      '--locked',
    ],
    ...['--', '/a/--trashed', '/b.zip'],
  ]);
});
