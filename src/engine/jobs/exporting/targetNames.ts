/**
 * What the files of an asset are called in the backup: one stem for all, and behind it what tells them apart, so
 * that grouping finds them together again wherever they lie.
 */
import { originalStems, splitCounter } from '../../media/editNames.ts';
import { splitName } from '../../media/kinds.ts';
import type { Role } from '../../media/model.ts';
import { safePart } from './safePart.ts';

export interface SourceName {
  /** As the source gives it. */
  readonly name: string;
  readonly role: Role;
}

/** Bytes that an extension may have; what is longer is no extension that anybody gave. */
const EXTENSION_BYTES = 32;

/**
 * What follows the asset's stem in the name of each file: `.HEIC`, `.MOV`, `_edited.jpg`, `.HEIC.xmp`.
 * @param files of one asset, the main one first
 * @returns in the order of the files; no two alike, even without case
 */
export function tailsOf(files: readonly SourceName[]): readonly string[] {
  const taken = new Set<string>();
  const tails = new Map<string, string>();
  // A sidecar is called after the file that it is of: those first.
  const sorted = [...files].sort((a, b) => Number(a.role === 'sidecar') - Number(b.role === 'sidecar'));
  for (const file of sorted) {
    const wanted = tailOf(file, files, tails);
    tails.set(file.name, distinct(wanted, taken));
  }
  return files.map(({ name }) => tails.get(name) ?? '');
}

function tailOf(file: SourceName, files: readonly SourceName[], tails: ReadonlyMap<string, string>): string {
  const extension = extensionOf(file.name);
  switch (file.role) {
    case 'edited':
      return (editWord(file.name) ?? (file === files[0] ? '' : '_edited')) + extension;
    case 'sidecar':
      return sidecarTail(file.name, extension, files, tails);
    case 'original':
    case 'live':
    case 'raw':
    case 'other':
      return extension;
  }
}

/** The stem that all files of the asset share, out of its main file's name: of an edit alone, its original's. */
export function stemOf(main: SourceName): string {
  const { stem } = splitName(main.name.normalize('NFC'));
  const word = main.role === 'edited' ? editWord(main.name) : undefined;
  if (word == null) return stem;
  const { base, counter } = splitCounter(stem);
  return base.slice(0, -word.length) + (counter === 0 ? '' : `(${counter})`);
}

/** `-edited`, `_edited`, `-bearbeitet` as it was, so that a person finds it under the name they know. */
function editWord(name: string): string | undefined {
  const { base } = splitCounter(splitName(name.normalize('NFC')).stem);
  const certain = originalStems(base, '').find(original => original.certain && base.startsWith(original.stem));
  return certain == null ? undefined : base.slice(certain.stem.length);
}

function sidecarTail(
  name: string,
  extension: string,
  files: readonly SourceName[],
  tails: ReadonlyMap<string, string>,
): string {
  const { stem } = splitName(name.normalize('NFC'));
  // `IMG_1.HEIC.xmp` is of that file; `IMG_1.xmp` and `IMG_1.AAE` are of the asset.
  const of = files.find(file => file.role !== 'sidecar' && file.name.normalize('NFC') === stem);
  return (of == null ? '' : (tails.get(of.name) ?? '')) + extension;
}

/** With its dot; '' where there is none. */
function extensionOf(name: string): string {
  const normal = name.normalize('NFC').trimEnd();
  const { stem, extension } = splitName(normal);
  return extension === '' ? '' : `.${safePart(normal.slice(stem.length + 1), EXTENSION_BYTES)}`;
}

function distinct(wanted: string, taken: Set<string>): string {
  const { stem, extension } = splitTail(wanted);
  let tail = wanted;
  for (let n = 2; taken.has(tail.toLowerCase()); n++) tail = `${stem}-${n}${extension}`;
  taken.add(tail.toLowerCase());
  return tail;
}

function splitTail(tail: string): { readonly stem: string; readonly extension: string } {
  const dot = tail.lastIndexOf('.');
  return dot < 0 ? { stem: tail, extension: '' } : { stem: tail.slice(0, dot), extension: tail.slice(dot) };
}
