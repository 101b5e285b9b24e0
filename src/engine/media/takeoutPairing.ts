import type { DirectoryFile, Draft } from './draft.ts';
import type { MediaGrouping } from './mediaGrouping.ts';
import type { CaptureTime } from './model.ts';
import {
  bareSidecars,
  clippedMediaName,
  originalsSidecars,
  ownSidecars,
  type SidecarName,
  stillsSidecars,
  titleAgrees,
} from './takeoutNames.ts';

export interface TakeoutPairing {
  readonly pairs: ReadonlyMap<DirectoryFile, Draft>;
  /** Sidecars that fit several assets, or of which several fit one: paired with none. */
  readonly ambiguous: ReadonlySet<DirectoryFile>;
}

/** How a media name leads to sidecar names, the surest first. */
const ROUNDS: readonly ((file: DirectoryFile) => readonly SidecarName[])[] = [
  file => ownSidecars(file.stem, file.writtenExtension),
  file => originalsSidecars(file.stem, file.writtenExtension),
  file => (file.kind === 'video' ? stillsSidecars(file.stem, file.writtenExtension) : []),
  file => bareSidecars(file.stem),
];

/** All bodies that a sidecar of this file may have by name, in any round. */
export function sidecarBodies(file: DirectoryFile): readonly string[] {
  return ROUNDS.flatMap(names => names(file)).flatMap(({ bodies }) => bodies);
}

/**
 * Pairs Takeout's sidecars with assets: forward, from the media name to the names that its sidecar can have, in
 * rounds from sure to likely. A sidecar that is wanted twice in a round, or one of two that an asset's file wants
 * there, is left out of all: it is reported, not guessed.
 */
export function pairTakeout(
  sidecars: readonly DirectoryFile[],
  media: readonly DirectoryFile[],
  grouping: MediaGrouping,
): TakeoutPairing {
  if (sidecars.length === 0) return { pairs: new Map(), ambiguous: new Set() };
  const byBody = new Map(sidecars.map(sidecar => [sidecar.stem, sidecar]));
  const pairs = new Map<DirectoryFile, Draft>();
  const ambiguous = new Set<DirectoryFile>();
  const served = new Set<Draft>();
  const free = (sidecar: DirectoryFile): boolean => !pairs.has(sidecar) && !ambiguous.has(sidecar);

  const settle = (wants: readonly (readonly [DirectoryFile, readonly DirectoryFile[]])[]): void => {
    const takers = new Map<DirectoryFile, Set<Draft>>();
    for (const [file, wanted] of wants) {
      for (const sidecar of wanted) {
        takers.set(sidecar, (takers.get(sidecar) ?? new Set()).add(grouping.draftOf(file)));
      }
      if (wanted.length > 1 && !alike(wanted)) for (const sidecar of wanted) ambiguous.add(sidecar);
    }
    for (const [sidecar, drafts] of takers) {
      if (drafts.size > 1) ambiguous.add(sidecar);
      if (ambiguous.has(sidecar)) continue;
      const [draft] = drafts;
      pairs.set(sidecar, draft!);
      served.add(draft!);
    }
  };

  for (const names of ROUNDS) {
    const wanting = media.filter(file => names === ROUNDS[0] || !served.has(grouping.draftOf(file)));
    settle(
      wanting.map(file => {
        const fitting = names(file).flatMap(({ title, bodies }) =>
          bodies
            .map(body => byBody.get(body))
            .filter(sidecar => sidecar != null)
            .filter(sidecar => free(sidecar) && titleAgrees(titleOf(sidecar), title)),
        );
        return [file, [...new Set(fitting)]] as const;
      }),
    );
  }

  // Two long titles may differ only behind what fits into a sidecar's name; the title inside is whole.
  const byMediaName = Map.groupBy(sidecars.filter(free), sidecar => clippedMediaName(titleOf(sidecar) ?? ''));
  settle(
    media
      .filter(file => !served.has(grouping.draftOf(file)))
      .map(file => [file, byMediaName.get(file.name.normalize('NFC')) ?? []] as const),
  );
  return { pairs, ambiguous };
}

/**
 * The instants (Unix ms) that media files' own sidecars state: of those that have one to themselves by name. Google
 * gives the video of a live photo and an edited copy none, so where two files have one each and they differ, they
 * are two photos, whatever their names.
 */
export function ownInstants(
  sidecars: readonly DirectoryFile[],
  media: readonly DirectoryFile[],
): ReadonlyMap<DirectoryFile, number> {
  const instants = new Map<DirectoryFile, number>();
  if (sidecars.length === 0) return instants;
  const byBody = new Map(sidecars.map(sidecar => [sidecar.stem, sidecar]));
  for (const file of media) {
    const found = ownSidecars(file.stem, file.writtenExtension).flatMap(({ title, bodies }) =>
      bodies
        .map(body => byBody.get(body))
        .filter(sidecar => sidecar != null)
        .filter(sidecar => titleAgrees(titleOf(sidecar), title)),
    );
    const [time, second] = new Set(found.map(({ file: { facts } }) => instantOf(facts?.times?.[0]?.time)));
    if (time != null && second == null) instants.set(file, time);
  }
  return instants;
}

function instantOf(time: CaptureTime | undefined): number | undefined {
  return time?.known === 'instant' ? time.utcMs : undefined;
}

function titleOf(sidecar: DirectoryFile): string | undefined {
  return sidecar.file.facts?.sidecarOf?.name;
}

/** Two exports of one photo, old style and new, say the same: both may stay. */
function alike(sidecars: readonly DirectoryFile[]): boolean {
  const said = sidecars.map(({ file }) => JSON.stringify([file.facts?.sidecarOf?.name, file.facts?.times]));
  return sidecars.every(({ file }) => file.facts?.times != null) && new Set(said).size === 1;
}
