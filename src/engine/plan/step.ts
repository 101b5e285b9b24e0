/** One action on its way through the executor: a plan's, or one that takes another back. */
import { Buffer } from 'node:buffer';
import type { Name } from '../backup/name.ts';
import { type Action, bytesOfAction } from './form.ts';
import { nameOfPath } from './targetPath.ts';

/** What brings a file's old bytes back. */
export interface UndoData {
  readonly change: string;
  readonly id: number;
  readonly kind: 'patch' | 'whole';
  /** Of the old bytes, in hex. */
  readonly sha256: string;
  /** Of the old file, microseconds; undefined where it is not known. */
  readonly mtime: number | undefined;
}

export interface Step {
  /** Of the action in its plan. */
  readonly id: number;
  /** Steps of one number are taken all or not at all. */
  readonly asset: number | undefined;
  readonly do: 'copy' | 'move' | 'quarantine' | 'metadata' | 'link' | 'unlink' | 'keep';
  /** What the action is about: of a copy or a move, where the file comes to lie. */
  readonly path: Name;
  /** Of a move: where the file was. Of a link: what it leads to. */
  readonly from: Name | undefined;
  /** SHA-256 in hex of the bytes that are there before; of a copy, of those that are to come, where they are known. */
  readonly sha256: string | undefined;
  /** Bytes to be written. */
  readonly bytes: number;
  readonly action: Action | undefined;
  /** A metadata step that puts old bytes back. */
  readonly undo?: UndoData;
}

export function stepOf(action: Action): Step {
  const { id, asset } = action;
  const step = { id, asset, action, from: undefined, sha256: undefined, bytes: bytesOfAction(action) };
  switch (action.action) {
    case 'copy':
      return { ...step, do: 'copy', path: nameOfPath(action.to), sha256: action.from?.sha256 };
    case 'move': {
      const { from, to, sha256 } = action;
      return { ...step, do: 'move', path: nameOfPath(to), from: nameOfPath(from), sha256 };
    }
    case 'quarantine':
    case 'metadata':
      return { ...step, do: action.action, path: nameOfPath(action.path), sha256: action.sha256 };
    case 'keep':
      return { ...step, do: 'keep', path: nameOfPath(action.path) };
    case 'link':
      return { ...step, do: 'link', path: nameOfPath(action.path), from: nameOfPath(action.target) };
    default:
      action satisfies never;
      throw new TypeError('An action of an unknown kind.');
  }
}

/** Whether it makes a link, or takes one away: no photo is touched by it, and none is on the record for it. */
export const isOfLink = (step: Pick<Step, 'do'>): boolean => step.do === 'link' || step.do === 'unlink';

/** The folder and the last part of a path, as bytes where it is bytes. */
export function parted(path: Name): { readonly dir: Name; readonly name: Name } {
  const slash = path.text.lastIndexOf('/');
  const dir = path.text.slice(0, Math.max(0, slash));
  const name = path.text.slice(slash + 1);
  if (path.raw == null) return { dir: { text: dir }, name: { text: name } };
  const cut = path.raw.lastIndexOf(0x2f);
  return {
    dir: withRaw(dir, path.raw.subarray(0, Math.max(0, cut))),
    name: withRaw(name, path.raw.subarray(cut + 1)),
  };
}

const withRaw = (text: string, raw: Buffer): Name => (raw.equals(Buffer.from(text)) ? { text } : { text, raw });
