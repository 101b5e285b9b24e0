import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupDirectory } from '../../../src/engine/media/grouping.ts';
import type { FileFacts, GroupFile } from '../../../src/engine/media/model.ts';
import { takeoutFacts } from '../../../src/engine/media/takeoutSidecar.ts';

type Row = string | readonly [name: string, facts: Partial<FileFacts>];

function directory(rows: readonly Row[]): readonly GroupFile[] {
  return rows.map(row => {
    const [name, facts] = typeof row === 'string' ? [row, undefined] : row;
    return { name, size: 1, facts: facts && { v: 1, ...facts } };
  });
}

/** Each group as `main+role:name…`, then `?name` for each unmatched and `!name` for each ambiguous sidecar. */
function told(rows: readonly Row[]): readonly string[] {
  const { groups, loose, findings } = groupDirectory(directory(rows));
  const marks = { 'unmatched-sidecar': '?', 'ambiguous-sidecar': '!' };
  const lines = groups.map(({ main, members }) =>
    members.map(({ name, role }) => (name === main && role === 'original' ? name : `${role}:${name}`)).join(' + '),
  );
  for (const { code, name } of findings) {
    assert.ok(loose.includes(name), `${name} is loose`);
    lines.push(marks[code] + name);
  }
  return lines.sort();
}

function check(name: string, table: readonly (readonly [rows: readonly Row[], expected: readonly string[]])[]): void {
  test(name, () => {
    for (const [rows, expected] of table) {
      assert.deepEqual(told(rows), [...expected].sort());
      assert.deepEqual(told([...rows].reverse()), [...expected].sort(), 'in another order');
    }
  });
}

const id = (contentId: string): Partial<FileFacts> => ({ contentId });
const at = (utc: string): Partial<FileFacts> => ({
  times: [{ time: { known: 'wall', wallMs: Date.parse(utc) }, origin: 'exif', tag: 'EXIF:DateTimeOriginal' }],
});
const json = (name: string, title: string | undefined, taken = 1_561_975_200): Row => [
  name,
  takeoutFacts({ title, photoTakenTime: { timestamp: String(taken) } })!,
];
const exiftool: Partial<FileFacts> = { sidecarOf: { form: 'exiftool' } };

check('live pairs by stem', [
  [['IMG_1.HEIC', 'IMG_1.MOV'], ['IMG_1.HEIC + live:IMG_1.MOV']],
  [['IMG_1.HEIC', 'img_1.mov'], ['IMG_1.HEIC + live:img_1.mov']],
  [['IMG_1.JPG', 'IMG_1.MP4'], ['IMG_1.JPG + live:IMG_1.MP4']],
  [['IMG_1.HEIC', 'IMG_1_HEVC.MOV'], ['IMG_1.HEIC + live:IMG_1_HEVC.MOV']],
  [['IMG_1.DNG', 'IMG_1.JPG', 'IMG_1.MOV'], ['IMG_1.JPG + raw:IMG_1.DNG + live:IMG_1.MOV']],
  [
    ['IMG_1(1).HEIC', 'IMG_1(1).MOV', 'IMG_1.HEIC'],
    ['IMG_1(1).HEIC + live:IMG_1(1).MOV', 'IMG_1.HEIC'],
  ],
  [['PXL_1.MP.jpg', 'PXL_1.MP'], ['PXL_1.MP.jpg + live:PXL_1.MP']],
  [['PXL_1.MP.jpg', 'PXL_1.MP~2'], ['PXL_1.MP.jpg + live:PXL_1.MP~2']],
  [['PXL_1.MP.jpg', 'PXL_1.MP4'], ['PXL_1.MP.jpg + live:PXL_1.MP4']],
  [['IMG_1.MOV'], ['IMG_1.MOV']],
  [
    ['IMG_1.PNG', 'IMG_1.MOV'],
    ['IMG_1.MOV', 'IMG_1.PNG'],
  ],
  [
    ['IMG_1.HEIC', 'IMG_1.MOV', 'IMG_1.MP4'],
    ['IMG_1.HEIC', 'IMG_1.MOV', 'IMG_1.MP4'],
  ],
  [
    ['IMG_1.HEIC', ['IMG_1.MOV', { duration: 90 }]],
    ['IMG_1.HEIC', 'IMG_1.MOV'],
  ],
  [
    [
      ['IMG_1.JPG', at('2015-01-01T10:00Z')],
      ['IMG_1.MOV', at('2019-07-01T10:00Z')],
    ],
    ['IMG_1.JPG', 'IMG_1.MOV'],
  ],
]);

check('live pairs by content identifier', [
  [
    [
      ['IMG_0861.HEIC', id('A')],
      ['IMG_0861-1.MOV', id('A')],
    ],
    ['IMG_0861.HEIC + live:IMG_0861-1.MOV'],
  ],
  [
    [
      ['IMG_1.HEIC', id('A')],
      ['IMG_1.MOV', id('B')],
    ],
    ['IMG_1.HEIC', 'IMG_1.MOV'],
  ],
  [[['IMG_1.HEIC', id('A')], 'IMG_1.MOV'], ['IMG_1.HEIC + live:IMG_1.MOV']],
  [
    [
      ['IMG_1.HEIC', id('A')],
      ['IMG_1.MOV', id('B')],
      ['IMG_2.HEIC', id('B')],
      ['IMG_2.MOV', id('A')],
    ],
    ['IMG_1.HEIC + live:IMG_2.MOV', 'IMG_2.HEIC + live:IMG_1.MOV'],
  ],
  [
    [
      ['A.HEIC', id('A')],
      ['A.MOV', id('A')],
      ['B.HEIC', id('A')],
      ['B.MOV', id('A')],
    ],
    ['A.HEIC + live:A.MOV', 'B.HEIC + live:B.MOV'],
  ],
  [
    [
      ['A.JPG', id('A')],
      ['B.JPG', id('A')],
      ['C.MOV', id('A')],
    ],
    ['A.JPG', 'B.JPG', 'C.MOV'],
  ],
  [
    [
      ['A.HEIC', id('A')],
      ['A.JPG', id('A')],
      ['A.MOV', id('A')],
    ],
    ['A.HEIC + live:A.MOV', 'A.JPG'],
  ],
]);

check('RAW beside its JPEG or HEIC', [
  [['IMG_1.CR2', 'IMG_1.JPG'], ['IMG_1.JPG + raw:IMG_1.CR2']],
  [['DSC1.arw', 'DSC1.HIF'], ['DSC1.HIF + raw:DSC1.arw']],
  [['IMG_1.CR2'], ['raw:IMG_1.CR2']],
  [
    ['IMG_1.CR2', 'IMG_1.PNG'],
    ['IMG_1.PNG', 'raw:IMG_1.CR2'],
  ],
  [
    ['IMG_1.CR2', 'IMG_1.HEIC', 'IMG_1.JPG'],
    ['IMG_1.HEIC', 'IMG_1.JPG', 'raw:IMG_1.CR2'],
  ],
  [
    [
      ['IMG_1.CR2', at('2019-07-01T10:00Z')],
      ['IMG_1.HEIC', at('2019-07-01T18:00Z')],
      ['IMG_1.JPG', at('2019-07-01T10:00Z')],
    ],
    ['IMG_1.HEIC', 'IMG_1.JPG + raw:IMG_1.CR2'],
  ],
  [
    [
      ['IMG_1.CR2', at('2015-01-01T10:00Z')],
      ['IMG_1.JPG', at('2019-07-01T10:00Z')],
    ],
    ['IMG_1.JPG', 'raw:IMG_1.CR2'],
  ],
]);

check('edits', [
  [
    ['IMG_1234.HEIC', 'IMG_E1234.heic', 'IMG_1234.AAE'],
    ['IMG_1234.HEIC + edited:IMG_E1234.heic + sidecar:IMG_1234.AAE'],
  ],
  [
    ['IMG_1234.HEIC', 'IMG_1234.MOV', 'IMG_E1234.HEIC', 'IMG_E1234.MOV', 'IMG_O1234.AAE'],
    ['IMG_1234.HEIC + edited:IMG_E1234.HEIC + edited:IMG_E1234.MOV + live:IMG_1234.MOV + sidecar:IMG_O1234.AAE'],
  ],
  [['St James Park.jpg', 'St James Park_edited.jpg'], ['St James Park.jpg + edited:St James Park_edited.jpg']],
  [
    ['X.jpg', 'X-edited.jpg', 'X(1).jpg', 'X-edited(1).jpg'],
    ['X(1).jpg + edited:X-edited(1).jpg', 'X.jpg + edited:X-edited.jpg'],
  ],
  [['X.jpg', 'X-bearbeitet.jpg'], ['X.jpg + edited:X-bearbeitet.jpg']],
  [['X.jpg', 'X-modifie\u0301.jpg'], ['X.jpg + edited:X-modifie\u0301.jpg']],
  [['X.jpg', 'X-ha editado.jpg'], ['X.jpg + edited:X-ha editado.jpg']],
  [['X.jpg', 'X-編集済み.jpg'], ['X.jpg + edited:X-編集済み.jpg']],
  [['X.mp4', 'X-edited.mp4'], ['X.mp4 + edited:X-edited.mp4']],
  [
    ['X.mp4', 'X-edited.jpg'],
    ['X.mp4', 'edited:X-edited.jpg'],
  ],
  [
    ['X.HEIC', 'X_edited.jpeg', 'X.PNG'],
    ['X.HEIC', 'X.PNG', 'edited:X_edited.jpeg'],
  ],
  [
    ['X.jpg', 'X.PNG', 'X_edited.jpg'],
    ['X.PNG', 'X.jpg + edited:X_edited.jpg'],
  ],
  [['X-edited.jpg'], ['edited:X-edited.jpg']],
  [['IMG_E1234.JPG'], ['edited:IMG_E1234.JPG']],
  [
    ['edited.jpg', '-edited.jpg', 'IMG_EASTER.jpg'],
    ['-edited.jpg', 'IMG_EASTER.jpg', 'edited.jpg'],
  ],
  [
    ['X.jpg', 'X-COLLAGE.jpg', 'X-EFFECTS.jpg'],
    ['X-COLLAGE.jpg', 'X-EFFECTS.jpg', 'X.jpg'],
  ],
  [
    ['DSC_1.jpg', 'DSC_2.jpg', 'DSC_3.jpg'],
    ['DSC_1.jpg', 'DSC_2.jpg', 'DSC_3.jpg'],
  ],
]);

const LONG = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq';
check('edit suffixes that Takeout clipped', [
  [[`${LONG}.jpg`, `${LONG}-edi.jpg`], [`${LONG}.jpg + edited:${LONG}-edi.jpg`]],
  [
    [`${LONG}.jpg`, `${LONG}-edi(2).jpg`, `${LONG}(2).jpg`],
    [`${LONG}(2).jpg + edited:${LONG}-edi(2).jpg`, `${LONG}.jpg`],
  ],
  [[`${LONG}-edi.jpg`], [`${LONG}-edi.jpg`]],
  [
    ['X.jpg', 'X-edi.jpg', 'X-e.jpg'],
    ['X-e.jpg', 'X-edi.jpg', 'X.jpg'],
  ],
]);

check('XMP, AAE and exiftool JSON', [
  [['X.jpg', 'X.jpg.xmp'], ['X.jpg + sidecar:X.jpg.xmp']],
  [['X.jpg', 'X.xmp'], ['X.jpg + sidecar:X.xmp']],
  [['X.CR2', 'X.JPG', 'X.xmp'], ['X.JPG + raw:X.CR2 + sidecar:X.xmp']],
  [
    ['X.jpg', 'X.png', 'X.xmp'],
    ['!X.xmp', 'X.jpg', 'X.png'],
  ],
  [
    ['X.jpg', 'X.png', ['X.xmp', { sidecarOf: { form: 'xmp', name: 'X.png' } }]],
    ['X.jpg', 'X.png + sidecar:X.xmp'],
  ],
  [
    ['X.jpg', 'X.png', 'X.png.xmp'],
    ['X.jpg', 'X.png + sidecar:X.png.xmp'],
  ],
  [
    ['X.jpg', 'X.JPG', 'X.JPG.xmp'],
    ['X.JPG + sidecar:X.JPG.xmp', 'X.jpg'],
  ],
  [['2000.xmp'], ['?2000.xmp']],
  [
    ['IMG_1994.AAE', 'IMG_1995.JPG'],
    ['?IMG_1994.AAE', 'IMG_1995.JPG'],
  ],
  [['X.jpg', ['X.jpg.json', exiftool]], ['X.jpg + sidecar:X.jpg.json']],
  [['X.jpg', ['X.jpg.exiftool.json', exiftool]], ['X.jpg + sidecar:X.jpg.exiftool.json']],
  [['X.jpg', 'X.jpg.json', 'metadata.json', 'notes.txt'], ['X.jpg']],
  [
    ['Ä.jpg'.normalize('NFC'), 'Ä.jpg.xmp'.normalize('NFD')],
    [`${'Ä.jpg'.normalize('NFC')} + sidecar:${'Ä.jpg.xmp'.normalize('NFD')}`],
  ],
]);

check('Takeout: counters, edits, styles', [
  [['X.jpg', json('X.jpg.json', 'X.jpg')], ['X.jpg + sidecar:X.jpg.json']],
  [['X.jpg', json('X.jpg.supplemental-metadata.json', 'X.jpg')], ['X.jpg + sidecar:X.jpg.supplemental-metadata.json']],
  [
    ['X.jpg', 'X(1).jpg', json('X.jpg.json', 'X.jpg'), json('X.jpg(1).json', 'X.jpg')],
    ['X(1).jpg + sidecar:X.jpg(1).json', 'X.jpg + sidecar:X.jpg.json'],
  ],
  [
    ['X(1).jpg', json('X.jpg.supplemental-metadata(1).json', 'X.jpg')],
    ['X(1).jpg + sidecar:X.jpg.supplemental-metadata(1).json'],
  ],
  [
    ['X(1).jpg', json('X.jpg.json', 'X.jpg')],
    ['?X.jpg.json', 'X(1).jpg'],
  ],
  [
    ['X.jpg', json('X.jpg(1).json', 'X.jpg')],
    ['?X.jpg(1).json', 'X.jpg'],
  ],
  [
    ['tree (2).jpg', json('tree (2).jpg.supplemental-metadata.json', 'tree (2).jpg')],
    ['tree (2).jpg + sidecar:tree (2).jpg.supplemental-metadata.json'],
  ],
  [['X(1).jpg', json('X(1).jpg.json', 'X(1).jpg')], ['X(1).jpg + sidecar:X(1).jpg.json']],
  [
    ['X(1).jpg', json('X(1).jpg.json', 'X(1).jpg'), json('X.jpg(1).json', 'X.jpg')],
    ['!X(1).jpg.json', '!X.jpg(1).json', 'X(1).jpg'],
  ],
  [
    [
      'X.jpg',
      'X-edited.jpg',
      'X(1).jpg',
      'X-edited(1).jpg',
      json('X.jpg.json', 'X.jpg'),
      json('X.jpg(1).json', 'X.jpg'),
    ],
    ['X(1).jpg + edited:X-edited(1).jpg + sidecar:X.jpg(1).json', 'X.jpg + edited:X-edited.jpg + sidecar:X.jpg.json'],
  ],
  [['X-edited(1).jpg', json('X.jpg(1).json', 'X.jpg')], ['edited:X-edited(1).jpg + sidecar:X.jpg(1).json']],
  [['X-edited.jpg', json('X-edited.jpg.json', 'X-edited.jpg')], ['edited:X-edited.jpg + sidecar:X-edited.jpg.json']],
  [
    ['X.jpg', json('X.jpg.json', 'X.jpg'), json('X.jpg.supplemental-metadata.json', 'X.jpg')],
    ['X.jpg + sidecar:X.jpg.json + sidecar:X.jpg.supplemental-metadata.json'],
  ],
  [
    ['X.jpg', json('X.jpg.json', 'X.jpg', 1), json('X.jpg.supplemental-metadata.json', 'X.jpg', 2)],
    ['!X.jpg.json', '!X.jpg.supplemental-metadata.json', 'X.jpg'],
  ],
  [
    ['X.jpg', json('X.jpg.json', 'another.jpg')],
    ['?X.jpg.json', 'X.jpg'],
  ],
  [['X.jpg', ['metadata.json', {}]], ['X.jpg']],
]);

check('Takeout: live, motion, titles without extension', [
  [['X.HEIC', 'X.MP4', json('X.HEIC.json', 'X.HEIC')], ['X.HEIC + live:X.MP4 + sidecar:X.HEIC.json']],
  [['X(1).MP4', json('X.HEIC(1).json', 'X.HEIC')], ['X(1).MP4 + sidecar:X.HEIC(1).json']],
  [['P.MP.jpg', 'P.MP', json('P.MP.jpg.json', 'P.MP.jpg')], ['P.MP.jpg + live:P.MP + sidecar:P.MP.jpg.json']],
  [['P.MP', json('P.MP.jpg.json', 'P.MP.jpg')], ['P.MP + sidecar:P.MP.jpg.json']],
  [['2003.jpg', json('2003.json', '2003')], ['2003.jpg + sidecar:2003.json']],
  [
    ['2003.jpg', '2003.png', json('2003.json', '2003')],
    ['!2003.json', '2003.jpg', '2003.png'],
  ],
  [['X.MOV.mp4', json('X.MOV.json', 'X.MOV')], ['X.MOV.mp4 + sidecar:X.MOV.json']],
  [
    ['X.MOV.mp4', 'X.MOV', json('X.MOV.json', 'X.MOV')],
    ['X.MOV + sidecar:X.MOV.json', 'X.MOV.mp4'],
  ],
  [['a_b.jpg', json('a_b.jpg.json', "a'b.jpg")], ['a_b.jpg + sidecar:a_b.jpg.json']],
  [['a_#39_b.jpg', json('a_#39_b.jpg.json', 'a&#39;b.jpg')], ['a_#39_b.jpg + sidecar:a_#39_b.jpg.json']],
]);

check('Takeout: what has a sidecar of its own and another time is a photo of its own', [
  [
    ['X.JPG', 'X.MP4', json('X.JPG.json', 'X.JPG', 1_500_000_000), json('X.MP4.json', 'X.MP4', 1_600_000_000)],
    ['X.JPG + sidecar:X.JPG.json', 'X.MP4 + sidecar:X.MP4.json'],
  ],
  [
    ['X.HEIC', 'X.MOV', json('X.HEIC.json', 'X.HEIC', 1_500_000_000), json('X.MOV.json', 'X.MOV', 1_500_000_001)],
    ['X.HEIC + live:X.MOV + sidecar:X.HEIC.json + sidecar:X.MOV.json'],
  ],
  [
    [
      'X.jpg',
      'X-edited.jpg',
      json('X.jpg.json', 'X.jpg', 1_500_000_000),
      json('X-edited.jpg.json', 'X-edited.jpg', 1_600_000_000),
    ],
    ['X.jpg + sidecar:X.jpg.json', 'edited:X-edited.jpg + sidecar:X-edited.jpg.json'],
  ],
  [
    ['X.JPG', 'X.CR2', json('X.JPG.json', 'X.JPG', 1_500_000_000), json('X.CR2.json', 'X.CR2', 1_600_000_000)],
    ['X.JPG + sidecar:X.JPG.json', 'raw:X.CR2 + sidecar:X.CR2.json'],
  ],
]);

const TITLE_48 = 'Screenshot_20190701-100000_A long app name.12.jpg';
const SAME_46 = 'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrst';
check('Takeout: names clipped at 46 and 51 units', [
  [
    [TITLE_48, json(`${TITLE_48.slice(0, 46)}.json`, TITLE_48)],
    [`${TITLE_48} + sidecar:${TITLE_48.slice(0, 46)}.json`],
  ],
  [
    [
      'IMG_20190701_100000_BURST001.jpg',
      json('IMG_20190701_100000_BURST001.jpg.supplemental-.json', 'IMG_20190701_100000_BURST001.jpg'),
    ],
    ['IMG_20190701_100000_BURST001.jpg + sidecar:IMG_20190701_100000_BURST001.jpg.supplemental-.json'],
  ],
  // 45 units of name: one of the suffix is left, its dot.
  [
    [`${SAME_46.slice(0, 41)}.jpg`, json(`${SAME_46.slice(0, 41)}.jpg..json`, `${SAME_46.slice(0, 41)}.jpg`)],
    [`${SAME_46.slice(0, 41)}.jpg + sidecar:${SAME_46.slice(0, 41)}.jpg..json`],
  ],
  // Equal in what the sidecar's name holds, not in the 47th unit that the media name still has.
  [
    [
      `${SAME_46}1.jpg`,
      `${SAME_46}2.jpg`,
      json(`${SAME_46}.json`, `${SAME_46}1 and more.jpg`),
      json(`${SAME_46}(1).json`, `${SAME_46}2 and more.jpg`),
    ],
    [`${SAME_46}1.jpg + sidecar:${SAME_46}.json`, `${SAME_46}2.jpg + sidecar:${SAME_46}(1).json`],
  ],
  // 😀 is two units and never more than one letter to a person.
  [
    [`${'😀'.repeat(21)}.jpg`, json(`${'😀'.repeat(21)}.jpg.json`, `${'😀'.repeat(21)}.jpg`)],
    [`${'😀'.repeat(21)}.jpg + sidecar:${'😀'.repeat(21)}.jpg.json`],
  ],
]);
