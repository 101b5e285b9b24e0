/** What stays out of a backup, and in which words. Pure. */
import { fileKind } from '../../media/kinds.ts';
import type { SourceFinding } from '../../sources/finding.ts';
import type { ItemStates } from '../../sources/source.ts';
import type { ExportChoices } from './choices.ts';

/** Codes by which a source left a file out; of a photo or video each is one that failed. */
const FAILED: ReadonlySet<string> = new Set(['unsafe-path', 'unreadable', 'bomb', 'damaged', 'online-only']);
const PASSED_OVER: ReadonlySet<string> = new Set(['link', 'special']);

/** As what the photo counts that a finding of the source is about; undefined where it is about none, or it comes all the same. */
export function countOf({ code, path, missing }: SourceFinding): 'missing' | 'failed' | 'skipped' | undefined {
  if (missing === true) return 'missing';
  const kind = fileKind(path.slice(path.lastIndexOf('/') + 1));
  if (kind === 'sidecar' || kind === 'other') return undefined;
  return FAILED.has(code) ? 'failed' : PASSED_OVER.has(code) ? 'skipped' : undefined;
}

/** Characters from which on a sidecar's name is one that was cut off. */
const CLIPPED = 40;

/** Counts each photo once: of one that was left out its sidecar may say that it is missing. */
export class FindingCounts {
  /** Folder and name of photos that failed. */
  readonly #failed: (readonly [folder: string, name: string])[] = [];

  of(finding: SourceFinding): 'missing' | 'failed' | 'skipped' | undefined {
    const count = countOf(finding);
    const [folder, name] = lastTwo(finding.path);
    if (count === 'failed') this.#failed.push([folder, name]);
    // The sidecar's name is the photo's, or as much of it as fits, and more behind it.
    const of = name.replace(/\.json$/i, '');
    const isKnown = this.#failed.some(
      ([where, photo]) => where === folder && (of.startsWith(photo) || (of.length >= CLIPPED && photo.startsWith(of))),
    );
    return count === 'missing' && isKnown ? undefined : count;
  }
}

function lastTwo(path: string): readonly [folder: string, name: string] {
  const [name = '', folder = ''] = path.split('/').reverse();
  return [folder, name];
}

/** @returns why, where an item is not wanted */
export function leftOutBy(states: ItemStates, choices: ExportChoices): string | undefined {
  const said = (where: string, option: string): string =>
    `It is in ${where}, and was left out; ${option} takes it too.`;
  if (states.trashed === true && !choices.trashed) return said('the trash of its source', '--trashed');
  if (states.locked === true && !choices.locked) return said('the locked folder of its source', '--locked');
  return undefined;
}

/** Of what a person took out of the backup: it is not brought back behind their back. @param path where it was */
export function goneSince(path: string | undefined): string {
  const what =
    path == null
      ? 'It belongs to a photo that came before and is not in the backup any more'
      : `It came before, as ${path}, which is not in the backup any more`;
  return `${what}. It was left out; --again brings it back.`;
}
