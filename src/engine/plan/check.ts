/** Looks at a whole plan before anything of it is applied: what it would do, and whether it can. */
import { RowIndex } from '../table/rowIndex.ts';
import { TextSet } from '../table/textSet.ts';
import type { Action, PlanHeader } from './form.ts';
import { bytesOfAction } from './form.ts';
import { BadPlan, PlanReader } from './read.ts';
import { nameOfPath, pathKey } from './targetPath.ts';

export interface CheckedPlan {
  /** Absolute path. */
  readonly file: string;
  readonly header: PlanHeader;
  /** Of the file, in hex: by it a plan that is applied again is known. */
  readonly sha256: string;
  /** By these whoever reads it again knows that it is the same. */
  readonly marks: readonly string[];
  readonly actions: number;
  /** Of the copies, those that are made only where the tags of another can't be written. */
  readonly standIns: number;
  readonly counts: Readonly<Record<Action['action'], number>>;
  /** Bytes that it writes anew. */
  readonly bytes: number;
}

/** Lines of one photo, which are applied together: no photo has so many files. */
export const MOST_OF_ASSET = 10_000;

/** Names that a plan makes: no two of them may be one on any system, nor a folder where another needs a file. */
class Targets {
  /** There may be hundreds of thousands. */
  readonly #files = new TextSet();
  readonly #folders = new Set<string>();

  /** @returns what is wrong with it */
  add(path: string): string | undefined {
    const key = pathKey(path);
    if (this.#files.has(key))
      return `"${path}" is the target of an action before, if capitals and Unicode forms don't count.`;
    if (this.#folders.has(key)) return `"${path}" is a folder for an action before.`;
    this.#files.add(key);
    for (let slash = key.lastIndexOf('/'); slash > 0; slash = key.lastIndexOf('/', slash - 1)) {
      const folder = key.slice(0, slash);
      if (this.#files.has(folder)) return `"${path}" needs a folder where an action before makes a file.`;
      if (this.#folders.has(folder)) break;
      this.#folders.add(folder);
    }
    return undefined;
  }
}

/**
 * @param file absolute path
 * @param onLine called for each action; may throw to stop
 * @throws {BadPlan} with the line; the system's error
 */
export function checkPlan(file: string, onLine: () => void = () => {}): CheckedPlan {
  const reader = new PlanReader(file);
  try {
    const counts = { copy: 0, move: 0, quarantine: 0, metadata: 0, link: 0, keep: 0 };
    const targets = new Targets();
    const assets = new RowIndex();
    let asset: number | undefined;
    let ofAsset = 0;
    let actions = 0;
    let bytes = 0;
    let standIns = 0;
    for (const { action, line } of reader.actions()) {
      onLine();
      actions++;
      counts[action.action]++;
      bytes += bytesOfAction(action);
      if (action.action === 'copy' && action.instead != null) standIns++;
      const target = targetOf(action);
      const fault = target == null ? undefined : targets.add(target);
      if (fault != null) throw new BadPlan(file, line, fault);
      const source = action.action === 'copy' ? action.from?.source : undefined;
      if (source != null && source >= (reader.header.sources?.length ?? 0))
        throw new BadPlan(file, line, `The header names no source ${source}.`);
      if (action.asset === asset) {
        if (asset != null && ++ofAsset > MOST_OF_ASSET)
          throw new BadPlan(file, line, `Asset ${asset} has more than ${MOST_OF_ASSET} lines.`);
        continue;
      }
      if (action.asset != null && assets.has(action.asset))
        throw new BadPlan(file, line, `The lines of asset ${action.asset} must follow one another.`);
      if (action.asset != null) assets.set(action.asset, 0);
      asset = action.asset;
      ofAsset = 1;
    }
    return {
      file,
      header: reader.header,
      sha256: reader.sha256(),
      marks: reader.marks,
      actions,
      counts,
      standIns,
      bytes,
    };
  } finally {
    reader.close();
  }
}

function targetOf(action: Action): string | undefined {
  if (action.action === 'copy' || action.action === 'move') return nameOfPath(action.to).text;
  return action.action === 'link' ? nameOfPath(action.path).text : undefined;
}
