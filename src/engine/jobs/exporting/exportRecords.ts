/** What the record is told when actions of an export have happened: ids, originals, sayings, albums. */
import { uuidv7 } from 'uuidv7';
import type { Name } from '../../backup/name.ts';
import { AlbumsOfSources, findAlbum } from '../../catalog/albums.ts';
import type { Store } from '../../catalog/store.ts';
import { type LedgerRecord, type Original, toLedgerName } from '../../ledger/record.ts';
import type { Said } from '../../ledger/said.ts';
import { fileKind } from '../../media/kinds.ts';
import type { Action } from '../../plan/form.ts';
import { parted } from '../../plan/step.ts';
import { nameOfPath } from '../../plan/targetPath.ts';
import { Claims } from './claims.ts';
import { From, Knowledge } from './planFields.ts';

type Of<T extends LedgerRecord['t']> = Extract<LedgerRecord, { t: T }>;

/** Characters of sayings in one line. */
const LINE = 1 << 20;
const MAX_TITLE = 1000;

/** Whether an action brings a photo or video: such are counted. */
export function bringsItem(action: Action): boolean {
  if (action.action !== 'copy' || action.from == null) return false;
  return fileKind(action.from.path.slice(action.from.path.lastIndexOf('/') + 1)) !== 'sidecar';
}

export class ExportRecords {
  readonly #store: Store;
  readonly #source: { readonly kind: string; readonly label: string };
  readonly #albums: AlbumsOfSources;
  readonly #original: (action: Action) => string | undefined;
  readonly #claims: Claims;
  /** Photos and videos that came. */
  copied = 0;

  /**
   * @param original SHA-256 of what the source gives for an action of an earlier run that wrote something into it, in hex
   * @param read that of a file of the backup which is on no record, where this run has read it
   */
  constructor(
    store: Store,
    source: { readonly kind: string; readonly label: string },
    original: (action: Action) => string | undefined,
    read: (path: Name) => string | undefined,
  ) {
    this.#store = store;
    this.#claims = new Claims(store.db, read);
    this.#original = original;
    this.#source = source;
    this.#albums = new AlbumsOfSources(store.db);
  }

  /** As `Hands.onDone`. */
  of(
    actions: readonly Action[],
    sha256Of: (action: Action) => string | undefined,
    cameOf: (action: Action) => string | undefined,
  ): readonly LedgerRecord[] {
    const at = Date.now();
    const ids = new Map<string, Of<'assets'>>();
    const imported = new Map<string, Of<'imported'>>();
    const said: [string, Said][] = [];
    const albums = new Map<string, Set<string>>();
    const came = (path: Name, from: unknown, sha256: string | undefined): void => {
      const checked = From.safeParse(from);
      if (!checked.success || sha256 == null) return;
      const { path: p, size: s, crc32, modified, name: n } = checked.data;
      const more = { ...(crc32 != null && { c: crc32 }), h: sha256, ...(n != null && { n: n.slice(0, MAX_TITLE) }) };
      const original: Original = { p, s, m: modified ?? null, ...more };
      const { dir, name } = parted(path);
      const line: Of<'imported'> = imported.get(dir.text) ?? {
        t: 'imported',
        at,
        source: this.#source,
        dir: toLedgerName(dir),
        files: [],
      };
      imported.set(dir.text, line);
      line.files.push([toLedgerName(name), original]);
    };
    for (const action of actions) {
      if (bringsItem(action)) this.copied++;
      const known = Knowledge.safeParse((action as { keepsake?: unknown }).keepsake);
      const path = pathOf(action);
      if (action.action === 'copy' && action.from != null) {
        const { from, metadata } = action;
        came(
          path,
          from,
          metadata == null ? sha256Of(action) : (cameOf(action) ?? this.#original(action) ?? from.sha256),
        );
      }
      if (!known.success) continue;
      const knowledge = known.data;
      const claims = this.#claims;
      for (const { at: where, ...from } of knowledge.imported ?? []) {
        const there = nameOfPath(where);
        if (from.sha256 != null && claims.hasBytes(there, from.size, from.sha256)) came(there, from, from.sha256);
      }
      const isNew = action.action === 'copy' && knowledge.main === true;
      if (!isNew && knowledge.said == null && knowledge.albums == null) continue;
      // What was to come with a copy that failed has nothing to belong to; what a stranger wrote belongs to no photo.
      if (!(isNew ? claims.isFree(path, knowledge.uuid) : claims.isOf(path, knowledge.uuid))) continue;
      if (isNew) {
        const { dir, name } = parted(path);
        const line: Of<'assets'> = ids.get(dir.text) ?? { t: 'assets', at, dir: toLedgerName(dir), ids: [] };
        ids.set(dir.text, line);
        line.ids.push([toLedgerName(name), knowledge.uuid]);
      }
      if (knowledge.said != null) said.push([knowledge.uuid, knowledge.said]);
      for (const title of knowledge.albums ?? []) {
        const members = albums.get(title) ?? new Set();
        albums.set(title, members.add(knowledge.uuid));
      }
    }
    return [...ids.values(), ...imported.values(), ...this.#sayings(said, at), ...this.#memberships(albums, at)];
  }

  #sayings(said: readonly (readonly [string, Said])[], at: number): readonly Of<'said'>[] {
    const lines: Of<'said'>[] = [];
    let length = LINE;
    for (const [uuid, saying] of said) {
      if (length >= LINE) {
        lines.push({ t: 'said', at, from: this.#source.kind, assets: [] });
        length = 0;
      }
      lines.at(-1)?.assets.push([uuid, saying]);
      length += JSON.stringify(saying).length;
    }
    return lines;
  }

  #memberships(albums: ReadonlyMap<string, ReadonlySet<string>>, at: number): readonly LedgerRecord[] {
    return [...albums].flatMap(([title, members]): LedgerRecord[] => {
      const name = title.slice(0, MAX_TITLE);
      const known = this.#albums.find(name) ?? findAlbum(this.#store.db, name);
      const album = known ?? uuidv7();
      return [
        ...(known == null ? [{ t: 'album', at, id: album, name, origin: name } as const] : []),
        { t: 'members', at, album, add: [...members] },
      ];
    });
  }
}

function pathOf(action: Action): Name {
  return nameOfPath(action.action === 'copy' || action.action === 'move' ? action.to : action.path);
}
