import { type OriginalStem, originalStems, splitCounter, TAKEOUT_NAME_LIMIT } from './editNames.ts';

/** Units (UTF-16) of the longest sidecar name that Takeout gives, without counter and `.json`. */
const SIDECAR_LIMIT = 46;
const SUFFIX = '.supplemental-metadata';

/** What Takeout may have called a photo's sidecar, without `.json`: the body and the counter behind it. */
export interface SidecarName {
  /** The title that the name stands for, as far as the media name shows it. */
  readonly title: string;
  /** Bodies with their counter, new style and old. */
  readonly bodies: readonly string[];
}

/** `\ / : * ? " < > | & % '` and control characters become `_` in the names of an export. */
export function sanitize(title: string): string {
  return title.normalize('NFC').replace(/[\u0000-\u001f\u007f\\/:*?"<>|&%']/g, '_');
}

/** The sidecar's names for a title: `clip46(title + ".supplemental-metadata")(n)` since 2024, `clip46(title)(n)` before. */
export function sidecarNames(title: string, counter: number): SidecarName {
  const tail = counter === 0 ? '' : `(${counter})`;
  const bodies = new Set([clip(title + SUFFIX, SIDECAR_LIMIT) + tail, clip(title, SIDECAR_LIMIT) + tail]);
  return { title, bodies: [...bodies] };
}

/**
 * The sidecar names that a media name leads to. A counter goes from the media's stem to the sidecar's end, or is
 * part of the title and stays.
 */
export function ownSidecars(stem: string, extension: string): readonly SidecarName[] {
  const dot = extension === '' ? '' : `.${extension}`;
  const { base, counter } = splitCounter(stem);
  const names = [sidecarNames(base + dot, counter)];
  if (counter !== 0) names.push(sidecarNames(stem + dot, 0));
  return names;
}

/** An edit has its original's sidecar, with its own counter. */
export function originalsSidecars(stem: string, extension: string): readonly SidecarName[] {
  return originalStems(stem, extension.toLowerCase()).flatMap((original: OriginalStem) =>
    ownSidecars(original.stem, extension),
  );
}

const STILLS = ['HEIC', 'heic', 'JPG', 'jpg', 'JPEG', 'jpeg'];

/** The video half of a live or motion photo has its still's sidecar: `X.HEIC.json` for `X.MP4`, `X.MP.jpg.json` for `X.MP`. */
export function stillsSidecars(stem: string, extension: string): readonly SidecarName[] {
  const base = /^mp(~\d+)?$/i.test(extension) ? `${stem}.${extension.replace(/~\d+$/, '')}` : stem;
  return STILLS.flatMap(still => ownSidecars(base, still));
}

/** Some titles have no extension (`2003.json`), some one of two (`X.MOV.json` for `X.MOV.mp4`). */
export function bareSidecars(stem: string): readonly SidecarName[] {
  const { base, counter } = splitCounter(stem);
  return [sidecarNames(base, counter)];
}

/** Whether a sidecar's own title agrees with the title that a media name led to. */
export function titleAgrees(title: string | undefined, expected: string): boolean {
  if (title == null) return true;
  const clean = sanitize(title);
  if (clean === expected) return true;
  const [whole, wanted] = [skeleton(clean), skeleton(expected)];
  if (whole === wanted) return true;
  const dot = expected.lastIndexOf('.');
  const longEnough = expected.length >= SIDECAR_LIMIT;
  return longEnough && whole.startsWith(skeleton(dot > 0 ? expected.slice(0, dot) : expected));
}

/** The media name, without counter, that Takeout gives a title which its sidecar's name is too short for. */
export function clippedMediaName(title: string): string | undefined {
  const clean = sanitize(title);
  if (clean.length <= SIDECAR_LIMIT) return undefined;
  const dot = clean.lastIndexOf('.');
  const extension = dot > 0 ? clean.slice(dot) : '';
  return clip(dot > 0 ? clean.slice(0, dot) : clean, TAKEOUT_NAME_LIMIT - extension.length) + extension;
}

/** Letters and digits: names are also escaped in ways that no one wrote down. */
function skeleton(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function clip(name: string, units: number): string {
  return name.slice(0, units);
}
