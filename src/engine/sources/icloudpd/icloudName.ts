/** The names that icloudpd gives with `--file-match-policy name-id7`. Pure. */
import { fileKind, splitName } from '../../media/kinds.ts';

/**
 * `IMG_1234_QVk2Yyt-adjusted.HEIC`: behind the photo's own name seven characters of Base64 of its id in iCloud, and
 * where an edit would have the original's name, that it is one. Base64 of an id's letter or digit begins so.
 */
const NAME = /^(.+)_([M-Za-e][A-Za-z0-9+]{6})(-adjusted|-alternative)?(\.[^.]+)$/s;

export interface IcloudName {
  /** Equal in all files of one photo of a folder. */
  readonly photo: string;
  /** As the photo is called in iCloud. */
  readonly name: string;
  readonly suffix: '-adjusted' | '-alternative' | undefined;
}

/** @param name of a media file or of its XMP. A name of another form is a photo's by its stem, and stays as it is */
export function icloudName(name: string): IcloudName {
  const isXmp = splitName(name).extension === 'xmp';
  const media = isXmp ? name.slice(0, -'.xmp'.length) : name;
  const found = NAME.exec(media);
  const ending = isXmp ? name.slice(media.length) : '';
  if (found == null) return { photo: splitName(media).stem, name, suffix: undefined };
  const [, stem = '', id = '', suffix, extension = ''] = found;
  return {
    photo: `${stem}_${id}`,
    name: `${stem}${extension}${ending}`,
    suffix: suffix as IcloudName['suffix'],
  };
}

/** What all files of a photo share. @param path of one of them @returns its folder, and the photo in it */
export function photoOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return `${path.slice(0, Math.max(0, slash))}/${icloudName(path.slice(slash + 1)).photo}`;
}

/**
 * What the files of one photo are called outside of iCloud: the edit `_edited`, so that it is known for one.
 * @param names as icloudpd gives them, without sidecars
 * @returns by these; no two alike
 */
export function namesOfPhoto(names: readonly string[]): ReadonlyMap<string, string> {
  const parsed = names.map(name => ({ given: name, ...icloudName(name), kind: fileKind(name) }));
  const stills = parsed.filter(({ kind, suffix }) => kind === 'image' && suffix == null);
  const films = parsed.filter(({ kind, suffix }) => kind === 'video' && suffix == null);
  const hasStill = parsed.some(({ kind }) => kind === 'image' || kind === 'raw');
  const hasRaw = parsed.some(({ kind }) => kind === 'raw');
  // An edit of a HEIC or PNG is a JPEG, of a QuickTime film an MP4: so it needs no suffix.
  const edits = new Set<string>();
  if (stills.length > 1 && !hasRaw)
    for (const { given } of stills.filter(({ name }) => /\.jpe?g$/i.test(name))) edits.add(given);
  if (films.length > 1 && !hasStill)
    for (const { given } of films.filter(({ name }) => /\.(mp4|m4v)$/i.test(name))) edits.add(given);
  if (edits.size === names.length) edits.clear();
  const taken = new Set<string>();
  return new Map(
    parsed.map(({ given, name, suffix }) => {
      const word = suffix === '-adjusted' || edits.has(given) ? '_edited' : (suffix ?? '');
      const { stem } = splitName(name);
      const extension = name.slice(stem.length);
      let wanted = `${stem}${word}${extension}`;
      for (let n = 2; taken.has(wanted.toLowerCase()); n++) wanted = `${stem}${word}-${n}${extension}`;
      taken.add(wanted.toLowerCase());
      return [given, wanted];
    }),
  );
}
