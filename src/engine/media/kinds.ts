import type { FileKind } from './model.ts';

const IMAGE =
  'jpg jpeg jpe jfif heic heics heif heifs hif avif avifs png apng gif webp tif tiff jxl jp2 j2k jpx bmp dib psd psb tga ico svg mpo insp';
/** Camera raw formats that exiftool reads. */
const RAW =
  'cr2 cr3 crw nef nrw arw srf sr2 arq dng raf orf ori rw2 raw rwl pef ptx srw x3f 3fr fff iiq erf kdc dcr dcs k25 mrw mef mos gpr cap eip';
const VIDEO =
  'mov mp4 m4v qt avi mkv webm 3gp 3gpp 3g2 mts m2ts m2t mpg mpeg mpe m2v vob mod tod wmv asf flv f4v ogv dv mxf insv 360 mp';
const SIDECAR = 'xmp aae json';

const KINDS: ReadonlyMap<string, FileKind> = new Map(
  (
    [
      ['image', IMAGE],
      ['raw', RAW],
      ['video', VIDEO],
      ['sidecar', SIDECAR],
    ] as const
  ).flatMap(([kind, list]) => list.split(' ').map(extension => [extension, kind] as const)),
);

/** The name up to its last dot, and what follows it in lower case; a leading dot begins a name, not an extension. */
export function splitName(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  return dot <= 0
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() };
}

/** What a file is by its name alone. `X.MP~2` is a Pixel's motion video, as `X.MP` is; blanks at the end say nothing. */
export function fileKind(name: string): FileKind {
  if (name.startsWith('.')) return 'other';
  const { extension } = splitName(name.trimEnd());
  return KINDS.get(extension.replace(/^mp~\d+$/, 'mp')) ?? 'other';
}

/** `X.jpg` of `X.jpg.json` and `X.jpg.exiftool.json`; undefined for a JSON that is not named for a photo or video. */
export function photoOfJson(name: string): string | undefined {
  const { stem, extension } = splitName(name.trimEnd());
  if (extension !== 'json') return undefined;
  return [stem, splitName(stem).stem].find(photo => ['image', 'raw', 'video'].includes(fileKind(photo)));
}
