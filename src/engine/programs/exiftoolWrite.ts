/** What exiftool is told when it is to write tags into a copy of a file. */
import type { WritableTags } from './writableTags.ts';

/**
 * Arguments for one file, a line each. Values go with entities, so that a line feed in a caption is no new argument;
 * each item of a list is an argument of its own. What may be written was checked before (writableTags.ts).
 * @param from is only read @param to must not be there yet: exiftool refuses otherwise
 */
export function writeArgs(from: string, to: string, tags: WritableTags): readonly string[] {
  return [
    '-charset',
    'filename=utf8',
    '-E',
    '-n',
    '-api',
    'largefilesupport=1',
    // Photoshop's note of what IPTC said: without it XMP counts as older than IPTC.
    ...(Object.keys(tags).some(tag => tag.startsWith('IPTC:')) ? ['-Photoshop:IPTCDigest=new'] : []),
    ...Object.entries(tags).flatMap(([tag, value]) =>
      (Array.isArray(value) ? value : [value ?? '']).map(one => `-${tag}=${entities(String(one))}`),
    ),
    '-o',
    to,
    from,
  ];
}

/** Blanks at the ends too, which would fall away. */
function entities(text: string): string {
  return text.replace(/[&\u0000-\u001f\u007f]|^\s|\s$/gu, letter => `&#${letter.codePointAt(0)};`);
}
