/**
 * Which tags may be written, and with what. exiftool has tags that move or link files, read others, or run nothing but
 * do harm: a file was moved by a tag named FileName. So a name must have the form of a tag, and not be one of these.
 */

/** By the name alone, whatever group it is asked in; lower case. Matched as beginnings, for exiftool adds to them. */
const NEVER = [
  'filename',
  'directory',
  'basename',
  'testname',
  'hardlink',
  'symlink',
  'geotag',
  'geosync',
  'geotime',
  'geolocate',
  'filemodifydate',
  'filecreatedate',
  'fileaccessdate',
  'fileinodechangedate',
  'filepermissions',
  'fileattributes',
  'fileuserid',
  'filegroupid',
  'filesize',
  'mditem',
  'xattr',
  'adobe',
  'trailer',
  'all',
  'icc_profile',
  'thumbnailimage',
  'previewimage',
  'jpgfromraw',
  'mpimage',
];
const FORM = /^(?:[A-Za-z][A-Za-z0-9-]{0,40}:)?([A-Za-z][A-Za-z0-9_-]{0,80})$/;
/** Groups that are of the system, not of the file. */
const NEVER_GROUP = /^(file|system|all|mde|macos|exiftool|composite):/i;
const MAX_TEXT = 1 << 16;

export type TagValue = string | number | readonly string[] | null;

/** @returns the tags as they may be written @throws TypeError with a sentence */
export function writableTags(tags: Readonly<Record<string, unknown>>): Readonly<Record<string, TagValue>> {
  const checked: Record<string, TagValue> = {};
  for (const [name, value] of Object.entries(tags)) {
    const tag = FORM.exec(name)?.[1]?.toLowerCase();
    if (tag == null || NEVER_GROUP.test(name) || NEVER.some(never => tag.startsWith(never)))
      throw new TypeError(`The tag "${name}" is none that may be written.`);
    checked[name] = checkedValue(name, value);
  }
  if (Object.keys(checked).length === 0) throw new TypeError('There are no tags to be written.');
  return checked;
}

function checkedValue(name: string, value: unknown): TagValue {
  const isText = (one: unknown): one is string =>
    typeof one === 'string' && one.length <= MAX_TEXT && !one.includes('\0');
  if (value === null || isText(value)) return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value) && value.length <= 1000 && value.every(isText)) return value;
  throw new TypeError(`The tag "${name}" can’t have that value.`);
}
