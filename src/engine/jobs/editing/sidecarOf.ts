/** Which XMP of a photo is of which of its files: `X.CR2.xmp`, or `X.xmp` as Adobe names it. Pure. */
import { fileKind, splitName } from '../../media/kinds.ts';
import type { FileFacts } from '../../media/model.ts';

export interface NamedFile {
  readonly name: string;
  readonly facts: FileFacts;
}

/**
 * @param files of the photo, without its sidecars; its main file first
 * @param sidecars XMP files of it
 */
export function sidecarOf<T extends NamedFile>(
  file: NamedFile,
  files: readonly NamedFile[],
  sidecars: readonly T[],
): T | undefined {
  const key = (name: string): string => name.normalize('NFC').toLowerCase();
  const whole = sidecars.find(({ name }) => key(name) === `${key(file.name)}.xmp`);
  if (whole != null) return whole;
  const { stem } = splitName(file.name);
  const short = sidecars.find(({ name }) => key(name) === `${key(stem)}.xmp`);
  if (short == null) return undefined;
  const named = short.facts.sidecarOf?.name;
  if (named != null) return key(named) === key(file.name) ? short : undefined;
  // Of those that share a stem it is the RAW's, for which such sidecars were thought of.
  const sharing = files.filter(({ name }) => key(splitName(name).stem) === key(stem));
  const owner = sharing.find(({ name }) => fileKind(name) === 'raw') ?? sharing[0];
  return owner?.name === file.name ? short : undefined;
}

/** The name of one that is to be made. */
export const newSidecar = (name: string): string => `${name}.xmp`;
