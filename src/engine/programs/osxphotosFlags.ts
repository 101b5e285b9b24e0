/**
 * What osxphotos may be started with. It can delete (`--cleanup`), run commands (`--post-command`), run Python
 * (`{function:…}` in a template) and read other people's options (`--load-config`): only what stands here is passed.
 */

/** A flag that isn't allowed, or has no value that is. The message says which. */
export class FlagRefused extends Error {
  override readonly name = 'FlagRefused';
}

type Value = 'none' | readonly string[] | RegExp;

/** Plain text in a name: nothing that a template or a path would take for more. */
const PLAIN = /^[\p{L}\p{N} _.()-]{1,40}$/u;
/** Fields of osxphotos' templates that give plain text: none that gives a path, reads a file or runs anything. */
const FIELDS = [
  String.raw`(?:created|modified)\.(?:date|year|yy|mm|month|mon|dd|dow|doy|hour|min|sec)`,
  'original_name|name|uuid|media_type|photo_or_video|favorite|edited_version|moment',
  'folder_album|album|keyword|person|label',
  String.raw`place\.[a-z_.]{1,40}|exif\.(?:camera_make|camera_model|lens_model)`,
].join('|');
/** Plain text and such fields, without filters: `{created.year}/{album,None}`. */
const TEMPLATE = new RegExp(
  String.raw`^(?!/)(?:[\p{L}\p{N} _.()/-]|\{(?:${FIELDS})(?:,[\p{L}\p{N} _-]{0,40})?\}){1,200}$`,
  'u',
);

const ALLOWED: Readonly<Record<string, Value>> = {
  '--export-by-date': 'none',
  '--download-missing': 'none',
  '--use-photokit': 'none',
  '--update-errors': 'none',
  '--touch-file': 'none',
  '--skip-edited': 'none',
  '--skip-live': 'none',
  '--skip-raw': 'none',
  '--skip-bursts': 'none',
  '--export-aae': 'none',
  '--exiftool': 'none',
  '--exiftool-merge-keywords': 'none',
  '--exiftool-merge-persons': 'none',
  '--ignore-date-modified': 'none',
  '--favorite-rating': 'none',
  '--person-keyword': 'none',
  '--album-keyword': 'none',
  '--sidecar-drop-ext': 'none',
  '--strip': 'none',
  '--sidecar': ['xmp', 'json', 'exiftool'],
  '--jpeg-ext': ['jpeg', 'jpg', 'JPEG', 'JPG'],
  '--retry': /^\d{1,2}$/,
  '--edited-suffix': PLAIN,
  '--directory': TEMPLATE,
  '--filename': TEMPLATE,
};
/** What downloads out of iCloud asks macOS for it. */
const MAC_ONLY = ['--download-missing', '--use-photokit'];

export interface OsxphotosFlags {
  /** As they are passed. */
  readonly args: readonly string[];
  has(flag: string): boolean;
  /** Of a flag that has values; it may stand there several times. */
  valuesOf(flag: string): readonly string[];
}

/** What it is started with where the person says nothing. */
export function usualFlags(platform = process.platform): readonly string[] {
  return ['--export-by-date', ...(platform === 'darwin' ? MAC_ONLY : [])];
}

/**
 * What an export was made with, as osxphotos notes it in TOML: `directory = "{created.year}"`, `sidecar = ["xmp"]`.
 * What only concerns that run, or isn't passed, is left out.
 * @throws FlagRefused where it says where files go, in a way that isn't passed
 */
export function flagsNoted(options: ReadonlyMap<string, string>, platform = process.platform): readonly string[] {
  const flags: string[] = [];
  for (const [name, noted] of options) {
    const flag = `--${name.replaceAll('_', '-')}`;
    const value = Object.hasOwn(ALLOWED, flag) ? ALLOWED[flag] : undefined;
    if (value == null || flag === '--update-errors' || (platform !== 'darwin' && MAC_ONLY.includes(flag))) continue;
    if (value === 'none') {
      if (noted === 'true') flags.push(flag);
      continue;
    }
    const values = [...noted.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(\d+)/g)].map(
      ([, quoted, plain, number]) => unescaped(quoted) ?? plain ?? number ?? '',
    );
    // As it is where nothing is said.
    if (flag === '--edited-suffix' && values[0] === '_edited') continue;
    for (const text of values) flags.push(flag, text);
  }
  return flags;
}

/** A string of TOML is escaped as one of JSON. */
function unescaped(text: string | undefined): string | undefined {
  try {
    return text == null ? undefined : String(JSON.parse(`"${text}"`));
  } catch {
    return text;
  }
}

/** @param given flags and their values, apart. @throws FlagRefused */
export function allowedFlags(given: readonly string[], platform = process.platform): OsxphotosFlags {
  const args: string[] = [];
  const seen = new Set<string>();
  for (let i = 0; i < given.length; i++) {
    const [flag = '', attached] = split(given[i] ?? '');
    const value = ALLOWED[flag];
    if (value == null || !Object.hasOwn(ALLOWED, flag))
      throw new FlagRefused(
        `osxphotos isn’t started with "${given[i]}". What it may be given: ${Object.keys(ALLOWED).join(' ')}.`,
      );
    if (platform !== 'darwin' && MAC_ONLY.includes(flag))
      throw new FlagRefused(`"${flag}" asks Photos for its pictures, which only a Mac has. Leave it out here.`);
    seen.add(flag);
    if (value === 'none') {
      if (attached != null) throw new FlagRefused(`"${flag}" of osxphotos takes no value.`);
      args.push(flag);
      continue;
    }
    const text = attached ?? given[++i];
    const fits = text != null && (value instanceof RegExp ? value.test(text) : value.includes(text));
    if (!fits || text.split('/').includes('..'))
      throw new FlagRefused(
        `"${flag}" of osxphotos isn’t started with ${text == null ? 'nothing after it' : `"${text}"`}. ${words(value)}`,
      );
    args.push(flag, text);
  }
  if (seen.has('--export-by-date') && seen.has('--directory'))
    throw new FlagRefused('osxphotos takes "--export-by-date" or "--directory", not both.');
  if (seen.has('--use-photokit') && !seen.has('--download-missing'))
    throw new FlagRefused('"--use-photokit" says how osxphotos downloads: give "--download-missing" with it.');
  const valuesOf = (flag: string): readonly string[] =>
    args.flatMap((arg, i) => (arg === flag && args[i + 1] != null ? [args[i + 1] as string] : []));
  return { args, has: flag => seen.has(flag), valuesOf };
}

function split(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function words(value: Value): string {
  if (value === TEMPLATE)
    return 'A template is made of plain text and of fields such as {created.year} or {album,None}, without filters.';
  if (value === PLAIN) return 'Letters, digits, blanks, dots, brackets and dashes are taken.';
  return Array.isArray(value) ? `Give ${value.join(', ')}.` : 'Give a number.';
}
