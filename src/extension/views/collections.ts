import * as vscode from 'vscode';
import type { PhotoDrop } from '../albums/photo-drop.ts';
import type { BackupSession } from '../backup/session.ts';
import { Commands, EXTENSION, Settings, Views } from '../ids.ts';
import type { Searches } from '../searches/searches.ts';
import { toFailure } from '../server/failure.ts';
import { type CollectionRow, FIELD_OF, SECTIONS, type Section, searchRows, valueRows } from './collection-rows.ts';
import { Refresh } from './refresh.ts';

const { l10n } = vscode;

/** More than a person goes through in a tree: the filter box finds the others. */
const MOST = 2000;
const ICONS = {
  searches: 'search',
  albums: 'folder-library',
  people: 'organization',
  keywords: 'tag',
  search: 'filter',
  album: 'folder',
  person: 'person',
  keyword: 'tag',
} as const;

/** Searches, albums, people and keywords; a click shows the photos. */
export class CollectionsView implements vscode.TreeDataProvider<CollectionRow>, vscode.Disposable {
  readonly #session: BackupSession;
  readonly #searches: Searches;
  readonly #locale: string;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #refresh = new Refresh(() => this.#changed.fire(undefined));
  readonly #view: vscode.TreeView<CollectionRow>;
  readonly #disposables: vscode.Disposable[];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(session: BackupSession, searches: Searches, drop: PhotoDrop, locale: string) {
    this.#session = session;
    this.#searches = searches;
    this.#locale = locale;
    this.#view = vscode.window.createTreeView(Views.collections, {
      treeDataProvider: this,
      showCollapseAll: true,
      dragAndDropController: drop,
    });
    this.#disposables = [
      this.#view,
      this.#changed,
      this.#refresh,
      session.onDidChange(() => this.#refresh.request()),
      vscode.workspace.onDidChangeConfiguration(event => {
        if (event.affectsConfiguration(`${EXTENSION}.${Settings.searches}`)) this.#refresh.now();
      }),
    ];
  }

  async getChildren(row?: CollectionRow): Promise<CollectionRow[]> {
    const { state } = this.#session;
    if (state == null || state.state === 'none' || state.state === 'failed') return [];
    if (row == null) return SECTIONS.map(section => ({ kind: 'section', section }));
    if (row.kind !== 'section') return [];
    const { section } = row;
    if (section === 'searches') return searchRows(this.#searches.all);
    try {
      const field = FIELD_OF[section];
      const values = await this.#session.request('values', { field, text: '', limit: MOST });
      this.#view.message = '';
      return valueRows(field, values, this.#locale);
    } catch (error) {
      this.#view.message = toFailure(error).message;
      return [];
    }
  }

  getTreeItem(row: CollectionRow): vscode.TreeItem {
    if (row.kind === 'section') {
      const item = new vscode.TreeItem(sectionName(row.section), vscode.TreeItemCollapsibleState.Collapsed);
      item.id = row.section;
      item.iconPath = new vscode.ThemeIcon(ICONS[row.section]);
      item.contextValue = `section.${row.section}`;
      return item;
    }
    const item = new vscode.TreeItem(row.name);
    item.id = `${row.kind}:${row.name}`;
    item.iconPath = new vscode.ThemeIcon(ICONS[row.kind]);
    item.description = row.count == null ? row.query : row.count.toLocaleString(this.#locale);
    item.tooltip = row.count == null ? `${row.name}\n${row.query}` : `${row.name}\n${this.#photos(row.count)}`;
    item.contextValue = `collection.${row.kind}${row.foreign === true ? '.foreign' : ''}`;
    item.command = { command: Commands.openSearch, title: l10n.t('Open'), arguments: [row] };
    item.accessibilityInformation = {
      label: `${row.name}, ${row.count == null ? row.query : this.#photos(row.count)}`,
    };
    return item;
  }

  dispose(): void {
    vscode.Disposable.from(...this.#disposables).dispose();
  }

  #photos(count: number): string {
    return count === 1
      ? l10n.t('1 photo or video')
      : l10n.t('{0} photos and videos', count.toLocaleString(this.#locale));
  }
}

function sectionName(section: Section): string {
  switch (section) {
    case 'searches':
      return l10n.t('Searches');
    case 'albums':
      return l10n.t('Albums');
    case 'people':
      return l10n.t('People');
    case 'keywords':
      return l10n.t('Keywords');
  }
}
