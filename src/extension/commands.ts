import path from 'node:path';
import * as vscode from 'vscode';
import type { Scope, Sort } from '../protocol/scope.ts';
import type { Albums } from './albums/albums.ts';
import { askForFolder, askWhichToIndex, rememberFolder } from './backup/folder.ts';
import { insideBackup } from './backup/inside.ts';
import type { BackupSession } from './backup/session.ts';
import type { Copying } from './edit/copying.ts';
import type { Editing } from './edit/editing.ts';
import type { Rotating } from './edit/rotating.ts';
import type { Exporting } from './export/exporting.ts';
import type { GridPanels } from './grid/panels.ts';
import type { History } from './history/history.ts';
import { type Command, Commands, EXTENSION, Settings, TASK_TYPE } from './ids.ts';
import { isJob } from './jobs/configured.ts';
import type { JobRunner } from './jobs/runner.ts';
import type { JobDefinition } from './jobs/tasks.ts';
import type { Renaming } from './people/renaming.ts';
import type { SetAside } from './quarantine/set-aside.ts';
import type { Searches } from './searches/searches.ts';
import type { DetailsView } from './views/details.ts';
import type { JobsRow } from './views/jobs.ts';
import type { ProblemRow, ProblemsView } from './views/problems.ts';
import { revealFile } from './webviews/errands.ts';
import { scope as scopeSchema } from './webviews/messages.ts';

const { l10n } = vscode;

/** What the commands act on. */
export interface Parts {
  readonly session: BackupSession;
  readonly grids: GridPanels;
  readonly problems: ProblemsView;
  readonly details: DetailsView;
  readonly runner: JobRunner;
  readonly exporting: Exporting;
  readonly editing: Editing;
  readonly copying: Copying;
  readonly history: History;
  readonly aside: SetAside;
  readonly rotating: Rotating;
  readonly searches: Searches;
  readonly albums: Albums;
  readonly renaming: Renaming;
  readonly memento: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** Registers every command: the type knows if one was forgotten. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { session, grids, problems, details, runner, exporting, editing, history, aside, rotating, searches, log } =
    parts;
  const handlers: { readonly [C in Command]: (...args: never[]) => unknown } = {
    [Commands.openBackup]: (folder?: unknown) => openBackup(parts, folder),
    [Commands.indexBackup]: () => indexBackup(parts),
    [Commands.verifyBackup]: () => runner.run({ type: TASK_TYPE, job: 'verify' }),
    [Commands.verifyQuick]: () => runner.run({ type: TASK_TYPE, job: 'verify', options: { quick: true } }),
    [Commands.exportPhotos]: (uri?: unknown, uris?: unknown) => exporting.start(filesOf(uri, uris)),
    [Commands.showPlan]: (uri?: unknown) => exporting.show(uri),
    [Commands.applyPlan]: (uri?: unknown) => exporting.apply(uri),
    [Commands.applyShownPlan]: (uri?: unknown) => exporting.apply(uri),
    [Commands.openPlanFile]: (uri?: unknown) => exporting.openFile(uri),
    [Commands.editMetadata]: () => editing.start(),
    [Commands.editInDetails]: () => details.edit(),
    [Commands.copyMetadata]: () => parts.copying.copy(),
    [Commands.pasteMetadata]: () => parts.copying.paste(),
    [Commands.applyEdit]: (uri?: unknown) => editing.apply(uri),
    [Commands.undoChange]: () => history.undoLast(),
    [Commands.showHistory]: () => history.show(),
    [Commands.runJob]: (row?: JobsRow) => runJob(parts, row),
    [Commands.stopJob]: (row?: JobsRow) => runner.stop(row?.kind === 'job' ? row.entry : undefined),
    [Commands.configureJobs]: () =>
      vscode.commands.executeCommand('workbench.action.openSettings', `${EXTENSION}.${Settings.jobs}`),
    [Commands.showGrid]: () => showScope(parts, { kind: 'all' }),
    [Commands.openScope]: (row?: unknown) => showScope(parts, scopeOf(row)),
    [Commands.openScopeBeside]: (row?: unknown) => showScope(parts, scopeOf(row), true),
    [Commands.showProblems]: () => problems.focus(),
    [Commands.showProblem]: (row?: ProblemRow) => showProblem(parts, row),
    [Commands.revealProblem]: (row?: ProblemRow) => revealProblem(parts, row),
    [Commands.copyProblemPath]: async (row?: ProblemRow) => {
      const file = fileOf(parts, row);
      if (file != null) await vscode.env.clipboard.writeText(file);
    },
    [Commands.acceptModified]: (row?: ProblemRow) => acceptModified(parts, row),
    [Commands.acceptAllModified]: () => runner.acceptAll(session.state?.root ?? ''),
    [Commands.showDetails]: () => details.show(),
    [Commands.refresh]: () => session.refresh(),
    [Commands.sort]: () => chooseSort(grids),
    [Commands.selectAll]: () => grids.do({ do: 'selectAll' }),
    [Commands.larger]: () => grids.do({ do: 'larger' }),
    [Commands.smaller]: () => grids.do({ do: 'smaller' }),
    [Commands.showLoupe]: () => grids.do({ do: 'loupe' }),
    [Commands.compare]: () => grids.do({ do: 'compare' }),
    [Commands.survey]: () => grids.do({ do: 'survey' }),
    [Commands.backToGrid]: () => grids.do({ do: 'grid' }),
    [Commands.showKeys]: () => grids.do({ do: 'keys' }),
    [Commands.newAlbum]: () => parts.albums.make(),
    [Commands.renameAlbum]: (row?: unknown) => parts.albums.rename(row),
    [Commands.removeAlbum]: (row?: unknown) => parts.albums.remove(row),
    [Commands.renameValue]: (row?: unknown) => parts.renaming.start(row),
    [Commands.addToAlbum]: () => parts.albums.add(),
    [Commands.removeFromAlbum]: () => parts.albums.take(),
    [Commands.addSelected]: (row?: unknown) => parts.albums.add(row),
    [Commands.takeSelected]: (row?: unknown) => parts.albums.take(row),
    [Commands.pick]: () => grids.mark({ flag: 'pick' }),
    [Commands.reject]: () => grids.mark({ flag: 'reject' }),
    [Commands.unflag]: () => grids.mark({ flag: 'none' }),
    [Commands.favorite]: () => grids.mark('favorite'),
    [Commands.toggleSquares]: () => grids.do({ do: 'squares' }),
    [Commands.toggleStack]: () => grids.do({ do: 'stacks', all: false }),
    [Commands.toggleAllStacks]: () => grids.do({ do: 'stacks', all: true }),
    [Commands.quarantine]: () => aside.run(),
    [Commands.rotateLeft]: () => rotating.turn(-1),
    [Commands.rotateRight]: () => rotating.turn(1),
    [Commands.rate0]: () => grids.mark({ rating: 0 }),
    [Commands.rate1]: () => grids.mark({ rating: 1 }),
    [Commands.rate2]: () => grids.mark({ rating: 2 }),
    [Commands.rate3]: () => grids.mark({ rating: 3 }),
    [Commands.rate4]: () => grids.mark({ rating: 4 }),
    [Commands.rate5]: () => grids.mark({ rating: 5 }),
    [Commands.filter]: () => filter(parts),
    [Commands.openSearch]: (row?: unknown) => searches.open(row),
    [Commands.saveSearch]: () => searches.save(),
    [Commands.renameSearch]: (row?: unknown) => searches.rename(row),
    [Commands.removeSearch]: (row?: unknown) => searches.remove(row),
    [Commands.restartServer]: () => session.restart(),
    [Commands.showLog]: () => log.show(),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) =>
      vscode.commands.registerCommand(id, handler as (...args: unknown[]) => unknown),
    ),
  );
}

/**
 * Opens a folder as this window's backup; asks for it where none is given. An empty window becomes the
 * folder's own, so that the Explorer, the tasks and the Problems panel know it too.
 */
async function openBackup({ session, memento }: Parts, given: unknown): Promise<void> {
  let folder: vscode.Uri | undefined;
  if (typeof given === 'string' && path.isAbsolute(given)) folder = vscode.Uri.file(given);
  else if (given instanceof vscode.Uri && given.scheme === 'file') folder = given;
  else folder = await askForFolder(session.state?.root);
  if (folder == null) return;
  if (folder.scheme !== 'file') {
    void vscode.window.showWarningMessage(
      l10n.t('A backup must be a folder on a disk, and {0} is not.', folder.toString()),
    );
    return;
  }
  if (vscode.workspace.workspaceFolders == null) {
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceReuseWindow: true });
    return;
  }
  await rememberFolder(memento, folder.fsPath);
  await session.open(folder.fsPath);
}

/** Where no backup is open, the window's folder becomes one. */
async function indexBackup({ session, runner, memento }: Parts): Promise<void> {
  if (session.state == null && vscode.workspace.isTrusted) {
    const folder = await askWhichToIndex();
    if (folder != null) {
      await rememberFolder(memento, folder.fsPath);
      await session.open(folder.fsPath);
    }
  }
  await runner.run({ type: TASK_TYPE, job: 'index' });
}

function showScope({ session, grids }: Parts, scope: Scope | null, beside = false): void {
  if (scope == null) return;
  if (session.state?.trouble != null) {
    void vscode.window.showErrorMessage(session.state.trouble);
    return;
  }
  if (session.state == null || session.state.state === 'none') {
    void vscode.window.showInformationMessage(
      l10n.t('There are no photos to show yet: open a backup, or index this folder.'),
    );
    return;
  }
  grids.show(scope, { beside });
}

/** The box stands above the photos: where none are shown, all are. */
function filter(parts: Parts): void {
  if (!parts.grids.any) showScope(parts, { kind: 'all' });
  parts.grids.do({ do: 'filter' });
}

async function showProblem(parts: Parts, row: ProblemRow | undefined): Promise<void> {
  if (row?.kind !== 'file') return;
  const { code, asset, path: name, message } = row.problem;
  if (asset != null) return parts.grids.show({ kind: 'problem', code }, { select: asset, loupe: true });
  // No photo stands for it: a file that is gone, or one that the catalog has no asset of.
  const reveal = l10n.t('Reveal File');
  const actions = code === 'missing' || code === 'replica-missing' ? [] : [reveal];
  const choice = await vscode.window.showInformationMessage(`${name}: ${message}`, ...actions);
  if (choice === reveal) await revealProblem(parts, row);
}

async function revealProblem(parts: Parts, row: ProblemRow | undefined): Promise<void> {
  const file = fileOf(parts, row);
  if (file != null) await revealFile(file);
}

async function acceptModified(parts: Parts, row: ProblemRow | undefined): Promise<void> {
  const root = parts.session.state?.root;
  const file = fileOf(parts, row);
  if (root == null || file == null || row?.kind !== 'file') return;
  await parts.runner.accept(root, [file], row.problem.path);
}

async function chooseSort(grids: GridPanels): Promise<void> {
  const items: readonly (vscode.QuickPickItem & { readonly sort: Sort })[] = [
    { label: l10n.t('Newest First'), sort: 'newest' },
    { label: l10n.t('Oldest First'), sort: 'oldest' },
    { label: l10n.t('Name'), sort: 'name' },
    { label: l10n.t('Largest First'), sort: 'largest' },
    { label: l10n.t('Rating'), sort: 'rating' },
  ];
  const choice = await vscode.window.showQuickPick(items, { title: l10n.t('Sort Photos') });
  if (choice != null) grids.do({ do: 'sort', sort: choice.sort });
}

/** The absolute path of a problem's file. */
function fileOf({ session }: Parts, row: ProblemRow | undefined): string | null {
  const root = session.state?.root;
  return root == null || row?.kind !== 'file' ? null : insideBackup(root, row.problem.path);
}

/** The scope that a row of a tree stands for, or null; commands can be called with anything. */
function scopeOf(row: unknown): Scope | null {
  if (typeof row !== 'object' || row == null) return null;
  const { scope, code } = row as { scope?: unknown; code?: { code?: unknown } };
  const parsed = scopeSchema.safeParse(scope ?? { kind: 'problem', code: code?.code });
  return parsed.success ? parsed.data : null;
}

/** Files and folders that were chosen in the Explorer: the one that was clicked, and all that are selected. */
function filesOf(uri: unknown, uris: unknown): readonly string[] {
  const given = Array.isArray(uris) && uris.length > 0 ? uris : [uri];
  return given.flatMap(one => (one instanceof vscode.Uri && one.scheme === 'file' ? [one.fsPath] : []));
}

async function runJob({ runner, exporting }: Parts, row: JobsRow | undefined): Promise<void> {
  const definition = definitionOf(row);
  if (definition != null) await runner.run(definition);
  else if (row?.kind === 'job' && row.entry.job === 'export') await exporting.start([]);
  else await runner.choose();
}

function definitionOf(row: JobsRow | undefined): JobDefinition | undefined {
  if (row?.kind !== 'job') return undefined;
  const { job, name, options } = row.entry;
  // An export that no setting describes asks what it is to bring in.
  if (!isJob(job) || (job === 'export' && options == null)) return undefined;
  return { type: TASK_TYPE, job, ...(name != null ? { name } : {}), ...(options != null ? { options } : {}) };
}
