import * as vscode from 'vscode';
import { Albums } from './albums/albums.ts';
import { PhotoDrop } from './albums/photo-drop.ts';
import { DiskWatch } from './backup/disk-watch.ts';
import { folderToOpen } from './backup/folder.ts';
import { BackupSession } from './backup/session.ts';
import { watchForBackup } from './backup/watch.ts';
import { registerCommands } from './commands.ts';
import { ContextKeys } from './context-keys.ts';
import { Copying } from './edit/copying.ts';
import { EditPreviews } from './edit/edit-previews.ts';
import { Editing } from './edit/editing.ts';
import { Rotating } from './edit/rotating.ts';
import { Exporting } from './export/exporting.ts';
import { Plans } from './export/plans.ts';
import { PlanPreviews } from './export/preview.ts';
import { GridPanels } from './grid/panels.ts';
import { History } from './history/history.ts';
import { TASK_TYPE } from './ids.ts';
import { QuietWork } from './jobs/quiet-work.ts';
import { JobRunner } from './jobs/runner.ts';
import { JobTasks } from './jobs/tasks.ts';
import { Renaming } from './people/renaming.ts';
import { PhotoEditors } from './photo/editor.ts';
import { ProblemDiagnostics } from './problems/diagnostics.ts';
import { SetAside } from './quarantine/set-aside.ts';
import { Searches } from './searches/searches.ts';
import { concernsServer } from './settings.ts';
import { CollectionsView } from './views/collections.ts';
import { DatesView } from './views/dates.ts';
import { DetailsView, hasSecondarySidebar } from './views/details.ts';
import { JobStatus } from './views/job-status.ts';
import { JobsView } from './views/jobs.ts';
import { ProblemsView } from './views/problems.ts';
import { WantedThumbs } from './webviews/wanted-thumbs.ts';
import { formatLocale } from './words/locale.ts';

let session: BackupSession | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const dist = vscode.Uri.joinPath(context.extensionUri, 'dist');
  const script = (name: string) => vscode.Uri.joinPath(dist, name).fsPath;
  const locale = formatLocale(vscode.env.language, Intl.DateTimeFormat().resolvedOptions().locale);
  const log = vscode.window.createOutputChannel('Keepsake', { log: true });
  const keys = new ContextKeys();
  keys.set('keepsake.noSecondarySidebar', !hasSecondarySidebar(vscode.version));

  session = new BackupSession(script('server.js'), log, keys);
  const opened = session;
  const host = { session, thumbs: new WantedThumbs(), log, dist, locale };
  const tasks = new JobTasks(session, script('cli.js'), log);
  const quiet = new QuietWork();
  const runner = new JobRunner(session, tasks, quiet, locale);
  const history = new History(session, runner, locale);
  const grids = new GridPanels(host, keys);
  const searches = new Searches(grids);
  const albums = new Albums(session, runner, grids, locale);
  const lists = vscode.Uri.joinPath(context.globalStorageUri, 'lists').fsPath;
  const aside = new SetAside(session, runner, grids, lists, locale);
  const rotating = new Rotating(session, runner, grids, lists);
  const problems = new ProblemsView(session, locale);
  const memento = context.workspaceState;
  const details = new DetailsView(host, grids, memento);
  const plans = new Plans(vscode.Uri.joinPath(context.globalStorageUri, 'plans').fsPath);
  const previews = new PlanPreviews(script('cli.js'), plans, locale);
  const exporting = new Exporting({
    session,
    runner,
    grids,
    previews,
    plans,
    memento,
    script: script('cli.js'),
    locale,
  });
  const edits = new EditPreviews(script('cli.js'));
  const editing = new Editing({ session, runner, grids, plans, previews: edits, script: script('cli.js'), locale });

  context.subscriptions.push(
    editing,
    details.onDidAskEdit(answers => void editing.plan(answers)),
    details.onDidAskApply(() => void editing.applyLast()),
    editing.onDidPlan(said => details.tell({ type: 'edit', is: 'planned', said })),
    editing.onDidApply(() => details.tell({ type: 'edit', is: 'applied' })),
    log,
    session,
    runner,
    grids,
    problems,
    details,
    rotating,
    previews,
    edits,
    new PhotoEditors(host, grids),
    new DatesView(session, locale),
    new CollectionsView(session, searches, new PhotoDrop(albums), locale),
    new JobsView(session, tasks, runner, locale),
    new JobStatus(session, locale),
    new ProblemDiagnostics(session, log),
    vscode.tasks.registerTaskProvider(TASK_TYPE, tasks),
    registerCommands({
      session,
      grids,
      problems,
      details,
      runner,
      exporting,
      editing,
      copying: new Copying(session, grids, editing),
      history,
      aside,
      rotating,
      searches,
      albums,
      renaming: new Renaming({ session, runner, plans, previews: edits, script: script('cli.js'), locale }),
      memento,
      log,
    }),
    watchForBackup(session, memento),
    new DiskWatch(session, grids, quiet, script('cli.js'), log),
    vscode.workspace.onDidChangeConfiguration(event => {
      if (concernsServer(event)) void opened.restart();
    }),
    // The workspace's own settings count from now on.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void opened.restart()),
  );
  session.openLater(folderToOpen(memento));
}

/** VS Code waits for this: the server has closed its files when it is done. */
export async function deactivate(): Promise<void> {
  await session?.end();
}
