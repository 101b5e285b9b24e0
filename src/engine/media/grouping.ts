import { byName, DirectoryFile, type Draft, fold } from './draft.ts';
import { originalStems } from './editNames.ts';
import { splitName } from './kinds.ts';
import { MediaGrouping } from './mediaGrouping.ts';
import type { GroupFile, GroupFinding, Grouping } from './model.ts';
import { ownInstants, pairTakeout } from './takeoutPairing.ts';

/**
 * Tells which files of one directory are one asset. Pure, whatever the order of the files; near to linear in their
 * number. Every file is in one group or loose. Bursts stay single photos. No pair is guessed: what fits twice is a
 * finding.
 * @param files of one directory, without system droppings; a JSON's `facts` are what `readSidecar` gave
 */
export function groupDirectory(files: readonly GroupFile[]): Grouping {
  const all = files.map(file => new DirectoryFile(file)).sort(byName);
  const media = all.filter(file => file.isMedia);
  const sidecars = all.filter(isSidecar);
  const takeoutSidecars = sidecars.filter(sidecar => formOf(sidecar) === 'takeout');
  const grouping = new MediaGrouping(media, ownInstants(takeoutSidecars, media));
  const fits = new Map<DirectoryFile, readonly Draft[]>();
  const find = new SidecarFinder(media, grouping);
  for (const sidecar of sidecars) if (formOf(sidecar) !== 'takeout') fits.set(sidecar, find.assetsOf(sidecar));
  const takeout = pairTakeout(takeoutSidecars, media, grouping);
  for (const [sidecar, draft] of takeout.pairs) fits.set(sidecar, [draft]);

  const loose = new Set(all.filter(file => !file.isMedia));
  const findings: GroupFinding[] = [];
  for (const sidecar of sidecars) {
    const [draft, second] = fits.get(sidecar) ?? [];
    if (draft != null && second == null) {
      draft.add(sidecar, 'sidecar');
      loose.delete(sidecar);
    } else {
      findings.push(finding(sidecar, second != null || takeout.ambiguous.has(sidecar)));
    }
  }
  const groups = grouping.drafts().map(draft => draft.group());
  return {
    groups: groups.sort((a, b) => byName({ name: a.main }, { name: b.main })),
    loose: [...loose].map(({ name }) => name),
    findings,
  };
}

/** XMP and AAE by name; JSON only where its content says so. */
function isSidecar(file: DirectoryFile): boolean {
  if (file.kind !== 'sidecar') return false;
  return file.extension !== 'json' || formOf(file) != null;
}

function formOf(file: DirectoryFile): string | undefined {
  return file.file.facts?.sidecarOf?.form;
}

function finding({ name }: DirectoryFile, ambiguous: boolean): GroupFinding {
  return ambiguous
    ? {
        code: 'ambiguous-sidecar',
        name,
        message: `${name} fits more than one photo or video in its folder, so its data were used for none of them. The file was left as it is.`,
      }
    : {
        code: 'unmatched-sidecar',
        name,
        message: `${name} belongs to a photo or video that is not in its folder. The file was left as it is.`,
      };
}

/** Finds the assets that an XMP, an AAE or exiftool's JSON is of. */
class SidecarFinder {
  readonly #byName: ReadonlyMap<string, readonly DirectoryFile[]>;
  readonly #grouping: MediaGrouping;

  constructor(media: readonly DirectoryFile[], grouping: MediaGrouping) {
    this.#byName = Map.groupBy(media, ({ name }) => fold(name));
    this.#grouping = grouping;
  }

  /** None, one, or several that fit equally well. */
  assetsOf(sidecar: DirectoryFile): readonly Draft[] {
    const { stem } = sidecar;
    const names = [stem, stem.replace(/\.exiftool$/i, '')];
    for (const name of names) {
      const found = this.#named(name);
      if (found.length > 0) return found;
    }
    const stated = sidecar.file.facts?.sidecarOf?.name;
    if (stated != null && fold(splitName(stated).stem) === fold(stem)) {
      const found = this.#named(stated);
      if (found.length > 0) return found;
    }
    const stems = [stem];
    if (sidecar.extension === 'aae') {
      // `IMG_O1234.AAE` is the edit before the last one, of the same photo.
      stems.push(stem.replace(/^([A-Za-z]{3}_)O(\d{4}.*)$/i, '$1$2'));
      stems.push(...originalStems(stem, '').map(original => original.stem));
    }
    return stems.map(name => this.#grouping.withStem(name)).find(found => found.length > 0) ?? [];
  }

  /** `X.jpg` and `X.JPG` may lie side by side: the same case goes first. */
  #named(name: string): readonly Draft[] {
    const found = this.#byName.get(fold(name)) ?? [];
    const exact = found.filter(file => file.name.normalize('NFC') === name);
    return [...new Set((exact.length > 0 ? exact : found).map(file => this.#grouping.draftOf(file)))];
  }
}
