/** Where the files of a change lie in a backup. */
import { KEEPSAKE } from '../backup/layout.ts';
import { joinName, joinPath, type Name } from '../backup/name.ts';
import { temporaryName } from '../backup/temporaryName.ts';
import type { FilePath } from './fileSystem.ts';
import { parted, type Step } from './step.ts';

export type Located = Pick<Step, 'id' | 'do' | 'path' | 'from'>;

const QUARANTINE = `${KEEPSAKE}/quarantine`;
const UNDO = `${KEEPSAKE}/undo`;

/** @returns relative to the backup: `.keepsake/quarantine/<change>/<path>` */
export function quarantined(change: string, path: Name): Name {
  return joinName({ text: `${QUARANTINE}/${change}` }, path);
}

/** @returns relative to the backup: `.keepsake/aside/<change>/<path>` */
export function asideOf(change: string, path: Name): Name {
  return joinName({ text: `${KEEPSAKE}/aside/${change}` }, path);
}

/** Where a file in the quarantine came from. @returns undefined for any other path */
export function unquarantined(path: Name): { readonly change: string; readonly path: Name } | undefined {
  const found = /^\.keepsake\/quarantine\/([0-9a-f-]{36})\//.exec(path.text);
  if (found?.[1] == null) return undefined;
  // The part that is ours is ASCII: as long in bytes as it is in text.
  const { length } = found[0];
  const text = path.text.slice(length);
  return { change: found[1], path: path.raw == null ? { text } : { text, raw: path.raw.subarray(length) } };
}

/** @returns relative to the backup: `.keepsake/undo/<change>/<action>.patch` or `.whole` */
export function undoFile(change: string, id: number, kind: 'patch' | 'whole'): Name {
  return { text: `${UNDO}/${change}/${id}.${kind}` };
}

/** Whether a path lies in Keepsake's own folder: such files are on no record. */
export function isOurs(path: Name): boolean {
  return path.text.startsWith(`${KEEPSAKE}/`);
}

export class Places {
  readonly root: FilePath;
  readonly change: string;

  /** @param root absolute path of the backup */
  constructor(root: FilePath, change: string) {
    this.root = root;
    this.change = change;
  }

  at(path: Name): FilePath {
    return path.text === '' ? this.root : joinPath(this.root, path);
  }

  /** New bytes, beside the file that they become. */
  temporary(batch: string, { id, path }: Located): Name {
    return joinName(parted(path).dir, { text: temporaryName(batch, id, 'tmp') });
  }

  /** What a copy is made of, until its tags are written. */
  raw(batch: string, { id, path }: Located): Name {
    return joinName(parted(path).dir, { text: temporaryName(batch, id, 'from') });
  }

  /** Old bytes, beside the file that replaced them. */
  hold(batch: string, { id, path }: Located): Name {
    return joinName(parted(path).dir, { text: temporaryName(batch, id, 'hold') });
  }

  /** Where a move or a quarantine takes a file from. */
  origin(step: Located): Name {
    return step.from ?? step.path;
  }

  /** Where the file lies when the step is done. */
  target(step: Located): Name {
    return step.do === 'quarantine' ? quarantined(this.change, step.path) : step.path;
  }
}
