/**
 * Every id that package.json and the code share. A test compares the two, so that neither has one that the
 * other lacks.
 */

export const EXTENSION = 'keepsake';

export const Commands = {
  openBackup: 'keepsake.openBackup',
  indexBackup: 'keepsake.indexBackup',
  verifyBackup: 'keepsake.verifyBackup',
  verifyQuick: 'keepsake.verifyQuick',
  exportPhotos: 'keepsake.export',
  showPlan: 'keepsake.showPlan',
  applyPlan: 'keepsake.applyPlan',
  /** The plan that is shown in the editor. */
  applyShownPlan: 'keepsake.applyShownPlan',
  openPlanFile: 'keepsake.openPlanFile',
  editMetadata: 'keepsake.editMetadata',
  editInDetails: 'keepsake.editInDetails',
  copyMetadata: 'keepsake.copyMetadata',
  pasteMetadata: 'keepsake.pasteMetadata',
  /** The edit that is shown in the editor. */
  applyEdit: 'keepsake.applyEdit',
  undoChange: 'keepsake.undoLastChange',
  showHistory: 'keepsake.showHistory',
  runJob: 'keepsake.runJob',
  stopJob: 'keepsake.stopJob',
  configureJobs: 'keepsake.configureJobs',
  showGrid: 'keepsake.showGrid',
  openScope: 'keepsake.openScope',
  openScopeBeside: 'keepsake.openScopeBeside',
  showProblems: 'keepsake.showProblems',
  showProblem: 'keepsake.showProblem',
  revealProblem: 'keepsake.revealProblem',
  copyProblemPath: 'keepsake.copyProblemPath',
  acceptModified: 'keepsake.acceptModified',
  acceptAllModified: 'keepsake.acceptAllModified',
  showDetails: 'keepsake.showDetails',
  refresh: 'keepsake.refresh',
  sort: 'keepsake.sort',
  selectAll: 'keepsake.selectAll',
  larger: 'keepsake.larger',
  smaller: 'keepsake.smaller',
  showLoupe: 'keepsake.showLoupe',
  compare: 'keepsake.compare',
  survey: 'keepsake.survey',
  backToGrid: 'keepsake.backToGrid',
  showKeys: 'keepsake.showKeys',
  newAlbum: 'keepsake.newAlbum',
  renameAlbum: 'keepsake.renameAlbum',
  removeAlbum: 'keepsake.removeAlbum',
  /** A person or a keyword, in all photos that name it. */
  renameValue: 'keepsake.renameValue',
  addToAlbum: 'keepsake.addToAlbum',
  removeFromAlbum: 'keepsake.removeFromAlbum',
  /** Of the album whose row it is called on. */
  addSelected: 'keepsake.addSelected',
  takeSelected: 'keepsake.takeSelected',
  pick: 'keepsake.pick',
  reject: 'keepsake.reject',
  unflag: 'keepsake.unflag',
  favorite: 'keepsake.favorite',
  toggleSquares: 'keepsake.toggleSquares',
  toggleStack: 'keepsake.toggleStack',
  toggleAllStacks: 'keepsake.toggleAllStacks',
  quarantine: 'keepsake.quarantine',
  rotateLeft: 'keepsake.rotateLeft',
  rotateRight: 'keepsake.rotateRight',
  rate0: 'keepsake.rate0',
  rate1: 'keepsake.rate1',
  rate2: 'keepsake.rate2',
  rate3: 'keepsake.rate3',
  rate4: 'keepsake.rate4',
  rate5: 'keepsake.rate5',
  filter: 'keepsake.filter',
  openSearch: 'keepsake.openSearch',
  saveSearch: 'keepsake.saveSearch',
  renameSearch: 'keepsake.renameSearch',
  removeSearch: 'keepsake.removeSearch',
  restartServer: 'keepsake.restartServer',
  showLog: 'keepsake.showLog',
} as const;
export type Command = (typeof Commands)[keyof typeof Commands];

export const Views = {
  dates: 'keepsake.dates',
  /** Searches, albums, people, keywords. */
  collections: 'keepsake.collections',
  problems: 'keepsake.problems',
  jobs: 'keepsake.jobs',
  /** Details in the secondary side bar: VS Code 1.106 and later. */
  details: 'keepsake.details',
  /** Details among the other views, for a VS Code that has no secondary side bar for extensions. */
  detailsHere: 'keepsake.detailsHere',
} as const;

/** Menus within menus. */
export const Submenus = { rating: 'keepsake.rating' } as const;

export const Containers = { keepsake: 'keepsake', details: 'keepsakeDetails' } as const;

/** View type of the webview panel that shows a grid. */
export const GRID_PANEL = 'keepsake.grid';

/** View types of the editor that shows a file in the loupe: of files that VS Code can't show, and of all others. */
export const PHOTO_EDITORS = { always: 'keepsake.photo', onRequest: 'keepsake.photoOption' } as const;

/** What a drag out of a grid carries: ids of photos, as JSON. The page has the same. */
export const PHOTOS_TYPE = 'application/vnd.keepsake.photos';

/** Of the documents that show a plan. */
export const PLAN_SCHEME = 'keepsake-plan';

/** Of the two sides of an edit that is planned. */
export const EDIT_SCHEME = 'keepsake-edit';

export const TASK_TYPE = 'keepsake';
/**
 * One matcher and one owner for all jobs: a task that begins clears what the one before said. What is still so comes
 * from the catalog then (ProblemDiagnostics).
 */
export const PROBLEM_MATCHER = '$keepsake';

/** Settings, without the section's name. */
export const Settings = {
  rowHeight: 'grid.rowHeight',
  jobs: 'jobs',
  searches: 'searches',
  watch: 'watch',
  exportLayout: 'export.layout',
  exportMetadata: 'export.metadata',
  exportAlbums: 'export.albums',
  exportLocked: 'export.locked',
  exportTrashed: 'export.trashed',
  editTarget: 'edit.writeTo',
  ffmpegPath: 'ffmpegPath',
  osxphotosPath: 'osxphotos.path',
  osxphotosFlags: 'osxphotos.flags',
  icloudpdPath: 'icloudpd.path',
  icloudpdFlags: 'icloudpd.flags',
  cacheFolder: 'cacheFolder',
  thumbnailCacheSize: 'thumbnailCacheSize',
} as const;

/** Context keys, with the values that they take. */
export interface ContextValues {
  /** `closed`: no backup is open; the rest as in BackupState, or `failed` where it could not be opened. */
  'keepsake.backupState': 'closed' | 'failed' | 'none' | 'ready' | 'away';
  'keepsake.gridFocus': boolean;
  'keepsake.loupe': boolean;
  /** Several photos are compared or surveyed. */
  'keepsake.sideBySide': boolean;
  /** In the grid with the focus a photo is selected, or has the focus: there is something to mark. */
  'keepsake.photoChosen': boolean;
  'keepsake.jobRunning': boolean;
  'keepsake.noSecondarySidebar': boolean;
  /** A verification found files new or moved: photos are shown where they were until the backup is indexed. */
  'keepsake.unindexed': boolean;
  /** No index has come to its end on this machine: that no problems are known means nothing. */
  'keepsake.unexamined': boolean;
}
export type ContextKey = keyof ContextValues;

export const CONTEXT_KEYS: { readonly [K in ContextKey]: null } = {
  'keepsake.backupState': null,
  'keepsake.gridFocus': null,
  'keepsake.loupe': null,
  'keepsake.sideBySide': null,
  'keepsake.photoChosen': null,
  'keepsake.jobRunning': null,
  'keepsake.noSecondarySidebar': null,
  'keepsake.unindexed': null,
  'keepsake.unexamined': null,
};
