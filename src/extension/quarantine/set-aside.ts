import { randomUUID } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { BackupSession } from '../backup/session.ts';
import type { GridPanels } from '../grid/panels.ts';
import type { JobRunner } from '../jobs/runner.ts';
import { toFailure } from '../server/failure.ts';
import { formatBytes } from '../words/size.ts';

const { l10n } = vscode;

/** Sets what is selected aside: asks once, then a job does it by a plan, and an undo brings it back. */
export class SetAside {
  readonly #session: BackupSession;
  readonly #runner: JobRunner;
  readonly #grids: GridPanels;
  readonly #folder: string;
  readonly #locale: string;
  /** A second press of the key while the question stands, or the job runs, is no second wish. */
  #isBusy = false;

  /** @param folder absolute path, for what is handed to the job */
  constructor(session: BackupSession, runner: JobRunner, grids: GridPanels, folder: string, locale: string) {
    this.#session = session;
    this.#runner = runner;
    this.#grids = grids;
    this.#folder = folder;
    this.#locale = locale;
  }

  async run(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#ask();
    } catch (error) {
      void vscode.window.showErrorMessage(toFailure(error).message);
    } finally {
      this.#isBusy = false;
    }
  }

  async #ask(): Promise<void> {
    if (!(await this.#runner.allowed())) return;
    const root = this.#session.state?.root;
    const { ids, count, focused } = this.#grids.selection;
    const chosen = count > 0 ? ids : focused == null ? [] : [focused];
    if (root == null || chosen.length === 0) return;
    if (count > chosen.length) {
      void vscode.window.showWarningMessage(
        l10n.t(
          'More than {0} photos are selected. Select fewer, or use the command line: keepsake quarantine.',
          chosen.length.toLocaleString(this.#locale),
        ),
      );
      return;
    }
    const { uuids, files, bytes } = await this.#session.request('holdings', { ids: chosen });
    if (uuids.length === 0) return;
    const shown = uuids.length.toLocaleString(this.#locale);
    const message =
      uuids.length === 1 ? l10n.t('Set this photo aside?') : l10n.t('Set {0} photos and videos aside?', shown);
    const size = formatBytes(bytes, this.#locale);
    const what =
      files === 1 ? l10n.t('1 file, {0}', size) : l10n.t('{0} files, {1}', files.toLocaleString(this.#locale), size);
    const detail = l10n.t(
      '{0}, with live videos, edits and sidecars. Nothing is deleted: they go to .keepsake/quarantine and take up room there. “Undo Last Change” brings them back.',
      what,
    );
    const yes = l10n.t('Set Aside');
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, yes)) !== yes) return;
    const list = path.join(this.#folder, `${randomUUID()}.txt`);
    await fs.mkdir(this.#folder, { recursive: true });
    await fs.writeFile(list, `${uuids.join('\n')}\n`);
    try {
      await this.#runner.setAside(root, list);
    } finally {
      await fs.rm(list, { force: true });
    }
  }
}
