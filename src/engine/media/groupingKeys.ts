/**
 * Which files of one directory grouping may hold against each other: those of which one gives what the other gives or
 * seeks. It says too much rather than too little, so that files without a key in common can be grouped apart.
 */
import { DirectoryFile, fold } from './draft.ts';
import { originalStems } from './editNames.ts';
import { splitName } from './kinds.ts';
import { liveStems } from './mediaGrouping.ts';
import type { GroupFile } from './model.ts';
import { clippedMediaName } from './takeoutNames.ts';
import { sidecarBodies } from './takeoutPairing.ts';

export interface GroupingKeys {
  readonly gives: readonly string[];
  readonly seeks: readonly string[];
}

const byName = (name: string): string => `n ${fold(name)}`;
const byStem = (stem: string): string => `s ${fold(stem)}`;
const byBody = (body: string): string => `b ${body}`;

export function groupingKeys(file: GroupFile): GroupingKeys {
  const own = new DirectoryFile(file);
  return own.isMedia ? mediaKeys(own) : own.kind === 'sidecar' ? sidecarKeys(own) : { gives: [], seeks: [] };
}

function mediaKeys(file: DirectoryFile): GroupingKeys {
  const { contentId } = file.file.facts ?? {};
  const stems = [
    ...originalStems(file.stem, file.extension).map(({ stem }) => stem),
    ...(file.kind === 'video' ? liveStems(file) : []),
  ];
  return {
    gives: [byStem(file.stem), byName(file.name), ...(contentId == null ? [] : [`c ${contentId}`])],
    seeks: [...stems.map(byStem), ...sidecarBodies(file).map(byBody)],
  };
}

function sidecarKeys({ stem, file: { facts } }: DirectoryFile): GroupingKeys {
  const { form, name } = facts?.sidecarOf ?? {};
  if (form === 'takeout') {
    const clipped = clippedMediaName(name ?? '');
    return { gives: [byBody(stem)], seeks: clipped == null ? [] : [byName(clipped)] };
  }
  const names = [stem, stem.replace(/\.exiftool$/i, ''), ...(name == null ? [] : [name])];
  const stems = [
    stem,
    stem.replace(/^([A-Za-z]{3}_)O(\d{4}.*)$/i, '$1$2'),
    ...originalStems(stem, '').map(original => original.stem),
    ...(name == null ? [] : [splitName(name).stem]),
  ];
  return { gives: [], seeks: [...names.map(byName), ...stems.map(byStem)] };
}
