import type { Origin } from './model.ts';

/** The group of tags as a person is told of it. @param tag with its group, as exiftool names it */
export function originOf(tag: string): Origin {
  const group = tag.slice(0, tag.indexOf(':'));
  if (group.startsWith('XMP')) return 'xmp';
  if (group === 'IPTC') return 'iptc';
  return ['Keys', 'ItemList', 'UserData', 'QuickTime', 'XML'].includes(group) ? 'quicktime' : 'exif';
}
