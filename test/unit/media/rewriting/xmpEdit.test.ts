import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { xmpTags } from '../../../../src/engine/media/quick/xmp.ts';
import { editedXmp, NEW_PACKET } from '../../../../src/engine/media/rewriting/xmpEdit.ts';

const packet = (descriptions: string): string =>
  `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">${descriptions}</rdf:RDF></x:xmpmeta>`;
const DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
const XMP = 'xmlns:xmp="http://ns.adobe.com/xap/1.0/"';
const OWN = 'xmlns:own="http://example.com/own/"';

describe('an XMP packet is edited as a text', () => {
  test('what is asked for reads as asked, in a packet that said nothing', () => {
    const tags = {
      'XMP-dc:Title': '<b>„x“ & y</b>',
      'XMP-dc:Description': 'one\ntwo',
      'XMP-dc:Subject': ['ein, zwei', 'drei'],
      'XMP-xmp:Rating': 4,
      'XMP-photoshop:DateCreated': '2019:07:01 10:00:00.25+02:00',
      'XMP-exif:GPSLatitude': -46.5,
      'XMP-exif:GPSAltitude': 12.5,
    };
    const made = editedXmp(NEW_PACKET, tags) ?? '';
    const read = xmpTags(made) ?? {};
    for (const [tag, value] of Object.entries(tags)) assert.deepEqual(read[tag], value, tag);
  });

  test('other properties stay letter for letter, also those that nobody knows', () => {
    const kept = '<own:Thing>x &#x41; </own:Thing>';
    const text = packet(
      `<rdf:Description rdf:about='' ${DC} ${OWN} ${XMP} xmp:Rating = "2" own:Tag='"q"'>${kept}` +
        `\n <dc:subject><rdf:Bag><rdf:li>old</rdf:li></rdf:Bag></dc:subject><dc:source>s</dc:source></rdf:Description>`,
    );
    const made = editedXmp(text, { 'XMP-dc:Subject': ['new'], 'XMP-xmp:Rating': 5 }) ?? '';
    assert.ok(made.includes(`own:Tag='"q"'`) && made.includes(kept));
    assert.ok(made.includes('<dc:source>s</dc:source>') && !made.includes('old') && !/Rating = /.test(made));
    const { 'XMP-dc:Subject': subject, 'XMP-xmp:Rating': rating } = xmpTags(made) ?? {};
    assert.deepEqual([subject, rating], [['new'], 5]);
  });

  test('what is edited a hundred times is no longer than what was edited once', () => {
    let text = editedXmp(NEW_PACKET, { 'XMP-dc:Subject': ['a0'], 'XMP-xmp:Rating': 1 }) ?? '';
    const { length } = text;
    for (let i = 0; i < 100; i++)
      text = editedXmp(text, { 'XMP-dc:Subject': [`a${i % 10}`], 'XMP-xmp:Rating': 1 }) ?? '';
    assert.equal(text.length, length);
  });

  test('what is taken away is gone, with the description that it leaves empty', () => {
    const text = packet(
      `<rdf:Description rdf:about="" ${XMP}><xmp:Rating>3</xmp:Rating></rdf:Description><rdf:Description rdf:about="" ${OWN} own:a="1"/>`,
    );
    const made = editedXmp(text, { 'XMP-xmp:Rating': null }) ?? '';
    assert.equal(made.split('<rdf:Description').length, 2);
    assert.ok(made.includes('own:a="1"'));
  });

  const left: readonly (readonly [why: string, text: string])[] = [
    [
      'it is said twice',
      packet(`<rdf:Description rdf:about="" ${DC}><dc:title>a</dc:title><dc:title>b</dc:title></rdf:Description>`),
    ],
    [
      'it is said in languages',
      packet(
        `<rdf:Description rdf:about="" ${DC}><dc:title><rdf:Alt><rdf:li xml:lang="x-default">a</rdf:li><rdf:li xml:lang="de">b</rdf:li></rdf:Alt></dc:title></rdf:Description>`,
      ),
    ],
    [
      'it is said in one language',
      packet(
        `<rdf:Description rdf:about="" ${DC}><dc:title><rdf:Alt><rdf:li xml:lang="de">b</rdf:li></rdf:Alt></dc:title></rdf:Description>`,
      ),
    ],
    [
      'it has a qualifier',
      packet(`<rdf:Description rdf:about="" ${DC} ${OWN}><dc:title own:a="1">b</dc:title></rdf:Description>`),
    ],
    ['things have two names', packet(`<rdf:Description rdf:about="a" ${DC}/><rdf:Description rdf:about="b" ${DC}/>`)],
    ['RDF goes by another prefix', packet('').replaceAll('rdf:', 'r:').replace('xmlns:rdf', 'xmlns:r')],
    [
      'a prefix of ours is another’s',
      packet(`<rdf:Description rdf:about="" xmlns:dc="http://example.com/" dc:x="1"/>`),
    ],
    ['there is a comment', packet('<!-- x -->')],
    ['the packet has no place', packet('').replace('></rdf:RDF>', '/>')],
    ['it is cut', packet('').slice(0, -20)],
  ];
  for (const [why, text] of left)
    test(`it is left to exiftool where ${why}`, () =>
      assert.equal(editedXmp(text, { 'XMP-dc:Title': 'x' }), undefined));

  test('a tag of no known form is left to exiftool', () =>
    assert.equal(editedXmp(NEW_PACKET, { 'XMP-dc:Source': 'x' }), undefined));
});
