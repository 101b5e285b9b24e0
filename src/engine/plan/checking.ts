/** Looks at what lies on the disk before a step: other bytes than the plan saw are left alone. */
import type { Name } from '../backup/name.ts';
import type { FileStat, FileSystem } from './fileSystem.ts';
import type { Folders } from './folders.ts';
import type { Item, OnRecord } from './item.ts';
import { linkText } from './linkText.ts';
import { isOurs, type Places } from './places.ts';
import type { Recorded } from './recorded.ts';
import { Refused } from './refused.ts';
import { sameState } from './settled.ts';
import { parted, type Step } from './step.ts';

export interface Checker {
  readonly fs: FileSystem;
  readonly places: Places;
  readonly folders: Folders;
  readonly recorded: Recorded;
  readonly pause: () => Promise<void> | undefined;
}

/** @throws {Refused}; the system's error; whatever `pause` throws */
export async function check(checker: Checker, item: Item): Promise<void> {
  const { step } = item;
  switch (step.do) {
    case 'keep':
      return;
    case 'copy': {
      const there = statOf(checker, step.path);
      if (there == null) return;
      if (there.kind !== 'file') throw new Refused('conflict', 'Something that is no file lies there already.');
      // Where the bytes that are to come aren't known yet, they are compared when they are built.
      if (step.sha256 == null && there.size === step.bytes) return;
      if (there.size !== step.bytes || (await hashAt(checker, step.path)) !== step.sha256) throw collision();
      item.isThere = true;
      return;
    }
    case 'move':
    case 'quarantine': {
      const target = checker.places.target(step);
      const there = statOf(checker, target);
      const origin = checker.places.origin(step);
      if (there != null) {
        const isDone =
          statOf(checker, origin) == null && there.kind === 'file' && (await hashAt(checker, target)) === step.sha256;
        if (!isDone) throw collision();
        item.isThere = true;
        return;
      }
      if (step.do === 'move') refuseOtherRecord(checker.recorded.of(step.path), step.sha256 ?? '');
      return checkBytes(checker, item, origin);
    }
    case 'metadata':
      return checkBytes(checker, item, step.path);
    case 'link':
    case 'unlink':
      return checkLink(checker, item);
    default:
      step.do satisfies never;
  }
}

function checkLink(checker: Checker, item: Item): void {
  const { step } = item;
  const there = statOf(checker, step.path);
  const isOurs = there?.kind === 'link' && isLinkOf(checker, step);
  item.isThere = step.do === 'link' ? isOurs : there == null;
  if (item.isThere || (there == null && step.do === 'link')) return;
  if (step.do === 'link') throw collision();
  if (!isOurs) throw new Refused('conflict', `${step.path.text} is not the link that was made there any more.`);
}

/** Whether the link that lies there leads where this one is to lead. */
export function isLinkOf(
  { fs, places }: Pick<Checker, 'fs' | 'places'>,
  { path, from }: Pick<Step, 'path' | 'from'>,
): boolean {
  return from != null && fs.readLink(places.at(path))?.equals(linkText(path, from)) === true;
}

/** Whether a copy that is built may take its place. @throws {Refused} */
export async function checkBuilt(checker: Checker, item: Item): Promise<void> {
  const { step, sha256 = '' } = item;
  if (step.do !== 'copy') return;
  if (statOf(checker, step.path) != null) {
    if ((await hashAt(checker, step.path)) !== sha256) throw collision();
    item.isThere = true;
    return;
  }
  const onRecord = checker.recorded.of(step.path);
  const missing = step.action?.action === 'copy' ? step.action.missing : undefined;
  if (missing == null || !sameState(onRecord.state, missing)) refuseOtherRecord(onRecord, sha256);
}

const collision = (): Refused =>
  new Refused('name-collision', 'Another file lies there already, and is never overwritten.');

function refuseOtherRecord({ state }: OnRecord, sha256: string): void {
  if (!sameState(state, sha256))
    throw new Refused(
      'conflict',
      'The record has another file of this name, which is missing. Restore it, or accept that it is gone, first.',
    );
}

async function checkBytes(checker: Checker, item: Item, path: Name): Promise<void> {
  const { step } = item;
  const stat = statOf(checker, path);
  if (stat == null) throw new Refused('missing', `${path.text} is not there any more.`);
  if (stat.kind !== 'file') throw new Refused('conflict', `${path.text} is no regular file.`);
  if (stat.onlineOnly)
    throw new Refused('online-only', 'Its bytes are with a cloud service, not on this disk; it is not read.');
  if ((await hashAt(checker, path)) !== step.sha256)
    throw new Refused('conflict', `The bytes of ${path.text} are not those that the plan was made for.`);
  const was: OnRecord = checker.recorded.of(path);
  // A record that says otherwise must not be replaced by the way; what is set aside keeps the record that it had.
  if (step.do !== 'quarantine' && !isOurs(path) && !sameState(was.state, step.sha256 ?? ''))
    throw new Refused(
      'conflict',
      `The bytes of ${path.text} are not those on record: another program changed it. Accept it first, then make the plan anew.`,
    );
  item.found = stat;
  item.was = was;
}

/** @throws {Refused} where a part of the path is a link */
export function statOf({ fs, places, folders }: Checker, path: Name): FileStat | undefined {
  return folders.check(parted(path).dir) ? fs.lstat(places.at(path)) : undefined;
}

async function hashAt({ fs, places, pause }: Checker, path: Name): Promise<string> {
  const { sha256, unsteady } = await fs.hash(places.at(path), pause);
  if (unsteady) throw new Refused('conflict', `${path.text} is being written to.`);
  return sha256.toString('hex');
}
