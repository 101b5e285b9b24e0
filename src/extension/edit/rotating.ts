import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BackupSession } from '../backup/session.ts';
import type { GridPanels } from '../grid/panels.ts';
import { type Turn, turnAfter } from '../jobs/arguments.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { editTarget } from '../settings.ts';

const { l10n } = vscode;

/** Presses of the key that follow one another within this time are one turn, ms. */
const PAUSE = 400;

interface Wish {
  readonly root: string;
  readonly ids: readonly number[];
  /** To the right; negative to the left. */
  quarters: number;
}

/** Turns what is selected, by an edit that can be undone. Nothing is asked: what comes of it is seen. */
export class Rotating implements vscode.Disposable {
  readonly #session: BackupSession;
  readonly #runner: JobRunner;
  readonly #grids: GridPanels;
  readonly #folder: string;
  #wish: Wish | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** One edit after the other: two can't be at work on a backup. */
  #last: Promise<void> = Promise.resolve();

  /** @param folder absolute path, for what is handed to the job */
  constructor(session: BackupSession, runner: JobRunner, grids: GridPanels, folder: string) {
    this.#session = session;
    this.#runner = runner;
    this.#grids = grids;
    this.#folder = folder;
  }

  async turn(quarters: 1 | -1): Promise<void> {
    if (!(await this.#runner.allowed())) return;
    if (editTarget() === 'sidecar') {
      void vscode.window.showWarningMessage(
        l10n.t('Photos are turned in their files, and “keepsake.edit.writeTo” says that only sidecars are written.'),
      );
      return;
    }
    const root = this.#session.state?.root;
    const { ids, count, focused } = this.#grids.selection;
    const chosen = count > 0 ? ids : focused == null ? [] : [focused];
    if (root == null || chosen.length === 0) return;
    if (count > chosen.length) {
      void vscode.window.showWarningMessage(
        l10n.t('Too many photos are selected. Select fewer, or use the command line: keepsake edit --rotate.'),
      );
      return;
    }
    const wish = this.#wish;
    if (wish != null && wish.root === root && wish.ids.join() === chosen.join()) wish.quarters += quarters;
    else {
      this.#begin();
      this.#wish = { root, ids: chosen, quarters };
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), PAUSE);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #begin(): void {
    const wish = this.#wish;
    this.#wish = undefined;
    const turn = wish == null ? undefined : turnAfter(wish.quarters);
    if (wish == null || turn == null) return;
    this.#last = this.#last
      .then(() => this.#run(wish, turn))
      .catch(error => {
        void vscode.window.showErrorMessage(toFailure(error).message);
      });
  }

  async #run({ root, ids }: Wish, turn: Turn): Promise<void> {
    const { uuids } = await this.#session.request('holdings', { ids });
    if (uuids.length === 0) return;
    const list = path.join(this.#folder, `${randomUUID()}.txt`);
    await fs.mkdir(this.#folder, { recursive: true });
    await fs.writeFile(list, `${uuids.join('\n')}\n`);
    try {
      await this.#runner.rotate(root, list, turn);
    } finally {
      await fs.rm(list, { force: true });
    }
  }
}
