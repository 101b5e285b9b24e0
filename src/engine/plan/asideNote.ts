/** When another program began to work in the backup, and whether all that it may replace is copied aside: `.keepsake/aside/<change>.json`. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { KEEPSAKE } from '../backup/layout.ts';
import { OddPlace, requireFile } from '../backup/oddPlace.ts';
import type { FileSystem } from './fileSystem.ts';

/** Relative to the backup. */
export const ASIDE = `${KEEPSAKE}/aside`;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Begun {
  /** Unix ms. */
  readonly since: number;
  /** All copies are whole. */
  readonly isReady: boolean;
}

/**
 * Changes of runs that have left one, the oldest first.
 * @throws {OddPlace} where there is something else than what a run leaves; the system's error
 */
export function leftAsides(root: string): readonly string[] {
  const folder = path.join(root, ASIDE);
  requireFolder(folder);
  if (!fs.existsSync(folder)) return [];
  const ids = fs
    .readdirSync(folder)
    .filter(name => name.endsWith('.json') && ID.test(name.slice(0, -5)))
    .map(name => name.slice(0, -5))
    .sort();
  for (const id of ids) {
    requireFile(path.join(folder, `${id}.json`));
    requireFolder(path.join(folder, id));
  }
  return ids;
}

function requireFolder(folder: string): void {
  if (fs.lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) throw new OddPlace(folder, 'folder');
}

export class AsideNote {
  readonly #folder: string;
  readonly #file: string;
  readonly #fs: FileSystem;

  /** @param root absolute path of the backup */
  constructor(root: string, change: string, fileSystem: FileSystem) {
    this.#folder = path.join(root, ASIDE);
    this.#file = path.join(this.#folder, `${change}.json`);
    this.#fs = fileSystem;
  }

  /** On the disk when it resolves. */
  async write(begun: Begun): Promise<void> {
    const temporary = `${this.#file}.${randomUUID()}.tmp`;
    const made = this.#fs.create(temporary);
    try {
      made.write(Buffer.from(`${JSON.stringify(begun)}\n`));
      await made.sync();
    } finally {
      made.close();
    }
    this.#fs.rename(temporary, this.#file);
    await this.#fs.syncFolder(this.#folder);
  }

  /** @returns undefined where there is none that can be read */
  read(): Begun | undefined {
    if (this.#fs.lstat(this.#file)?.kind !== 'file') return undefined;
    try {
      const { since, isReady } = JSON.parse(fs.readFileSync(this.#file, 'utf8')) as Partial<Begun>;
      return Number.isFinite(since) ? { since: Number(since), isReady: isReady === true } : undefined;
    } catch {
      return undefined;
    }
  }

  /** With what a kill left of writing one. */
  drop(): void {
    if (this.#fs.lstat(this.#folder)?.kind !== 'folder') return;
    for (const { text } of this.#fs.list(this.#folder)) {
      const file = path.join(this.#folder, text);
      if ((file === this.#file || text.endsWith('.tmp')) && this.#fs.lstat(file)?.kind === 'file')
        this.#fs.unlink(file);
    }
  }
}
