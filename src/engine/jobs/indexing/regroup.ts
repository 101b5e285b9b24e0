/** Makes the assets of a folder anew out of what its files say. */
import type { Statement } from 'better-sqlite3';
import { uuidv7 } from 'uuidv7';
import { joinName, type Name, storedName } from '../../backup/name.ts';
import { AssetRows } from '../../catalog/assetRows.ts';
import { Findings } from '../../catalog/findings.ts';
import { composeSaid, SaidOfAssets } from '../../catalog/saidFacts.ts';
import type { Store } from '../../catalog/store.ts';
import { uuidBytes, uuidText } from '../../catalog/uuid.ts';
import { type LedgerRecord, toLedgerName } from '../../ledger/record.ts';
import { disagreements } from '../../media/disagreement.ts';
import { groupDirectory } from '../../media/grouping.ts';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts, Group, Grouping } from '../../media/model.ts';
import { wrongExtension } from '../../media/wrongExtension.ts';
import { type FolderRow, FolderRows, groupFile } from './folderRows.ts';

/** Of one commit, whichever is reached first. */
const FOLDERS = 50;
const FILES = 5000;
/** Ids in one line of the ledger. */
const LINE = 1000;

const NOT_READ =
  'When it was taken is not known: its metadata could not be read yet. Index again when that is possible.';

/** Files of a folder that are grouped together. */
interface Share {
  readonly name: Name;
  readonly rows: ReadonlyMap<string, FolderRow>;
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly grouping: Grouping;
  /** The id of each group, in the order of the groups. */
  readonly uids: readonly Buffer[];
}

const NO_TIME =
  'When it was taken is not known: no date in the file, in a sidecar, in its name or in its folder. It is under "Unknown date".';

export class Regroup {
  readonly #store: Store;
  readonly #rows: FolderRows;
  readonly #assets: AssetRows;
  readonly #said: SaidOfAssets;
  readonly #findings: Findings;
  readonly #clean: Statement<unknown[]>;
  readonly #forgetGone: Statement<unknown[]>;
  /** A large folder that is not grouped to its end yet. */
  #begun: { readonly dir: number; readonly shares: Iterator<readonly FolderRow[]> } | undefined;

  constructor(store: Store) {
    this.#store = store;
    this.#rows = new FolderRows(store.db);
    this.#assets = new AssetRows(store.db);
    this.#said = new SaidOfAssets(store.db);
    this.#findings = new Findings(store.db);
    this.#clean = store.db.prepare('UPDATE dir SET dirty = 0 WHERE id = ?');
    this.#forgetGone = store.db.prepare(
      "DELETE FROM finding WHERE owner = 'reading' AND file IN (SELECT id FROM file WHERE dir = ? AND present = 0)",
    );
  }

  /**
   * Some thousands of files in one ledger append and one transaction: other windows write marks between two. A folder
   * is dirty until its last file is grouped.
   * @returns how many folders, from the first, are done; none where the first is so large that it wants another call
   */
  some(dirs: readonly number[]): number {
    const records: LedgerRecord[] = [];
    const work: (() => void)[] = [];
    let [done, files] = [0, 0];
    for (const dir of dirs) {
      if (done >= FOLDERS || files >= FILES) break;
      const isGoingOn = this.#begun?.dir === dir;
      if (!isGoingOn) work.push(() => this.#begin(dir));
      const shares = isGoingOn ? this.#begun!.shares : this.#rows.shares(dir);
      this.#begun = { dir, shares };
      const name = this.#rows.nameOf(dir);
      while (this.#begun != null && files < FILES) {
        const { value: rows, done: isDone } = shares.next();
        if (isDone) {
          work.push(() => this.#end(dir));
          this.#begun = undefined;
          done++;
        } else {
          const share = this.#share(name, rows, records);
          work.push(() => this.#write(share));
          files += rows.length;
        }
      }
    }
    try {
      this.#store.commit(records, () => {
        for (const each of work) each();
      });
    } catch (error) {
      this.#begun = undefined;
      throw error;
    }
    return done;
  }

  #share(name: Name, all: readonly FolderRow[], records: LedgerRecord[]): Share {
    const rows = new Map(all.map(row => [row.name, row]));
    const facts = new Map(all.flatMap(row => (row.facts == null ? [] : [[row.name, row.facts] as const])));
    const grouping = groupDirectory(all.map(groupFile));
    const fresh: [ReturnType<typeof toLedgerName>, string][] = [];
    const uids = grouping.groups.map(group => {
      const main = rows.get(group.main);
      if (main?.uid != null) return main.uid;
      const uid = group.members.map(member => rows.get(member.name)?.uid).find(found => found != null);
      const text = uid == null ? uuidv7() : undefined;
      const bytes = uid ?? uuidBytes(text ?? '');
      const mainName = storedName(group.main, main?.raw ?? null);
      fresh.push([toLedgerName(mainName), text ?? uuidText(bytes)]);
      return bytes;
    });
    for (let from = 0; from < fresh.length; from += LINE)
      records.push({ t: 'assets', at: Date.now(), dir: toLedgerName(name), ids: fresh.slice(from, from + LINE) });
    return { name, rows, facts, grouping, uids };
  }

  #begin(dir: number): void {
    this.#findings.clearDir('index', dir);
    this.#forgetGone.run(dir);
    this.#assets.begin(dir);
  }

  #end(dir: number): void {
    this.#assets.finish(dir);
    this.#clean.run(dir);
  }

  #write(share: Share): void {
    const { name, rows, facts, grouping, uids } = share;
    this.#assets.detach([...rows.values()].map(({ id }) => id));
    grouping.groups.forEach((group, i) => {
      this.#asset(group, uids[i] as Buffer, share);
    });
    for (const { code, name: file, message } of grouping.findings) {
      this.#findings.add('index', code, rows.get(file)?.id ?? null, joinName(name, { text: file }), message);
    }
    for (const row of rows.values()) {
      const message =
        fileKind(row.name) === 'sidecar' ? undefined : wrongExtension(row.name, facts.get(row.name)?.fileType);
      if (message != null) this.#findings.add('index', 'wrong-extension', row.id, pathOf(name, row), message);
    }
  }

  #asset(group: Group, uid: Buffer, folder: Share): void {
    const main = folder.rows.get(group.main);
    if (main == null) return;
    const said = this.#said.of(uid);
    const facts = composeSaid(group, folder.facts, folder.name.text, said);
    const files = group.members.flatMap(({ name, role }) => {
      const row = folder.rows.get(name);
      return row == null ? [] : [{ id: row.id, role, size: row.size }];
    });
    this.#assets.write({ uid, main: main.id, facts, files });
    const isRead = folder.facts.has(group.main);
    if (facts.capturedAt == null)
      this.#findings.add('index', 'no-capture-time', main.id, pathOf(folder.name, main), isRead ? NO_TIME : NOT_READ);
    const sidecars = group.members.flatMap(({ name, role }) => {
      const found = role === 'sidecar' ? folder.facts.get(name) : undefined;
      return found == null ? [] : [[name, found] as const];
    });
    for (const { code, message } of disagreements(facts, group, folder.facts, [...sidecars, ...said]))
      this.#findings.add('index', code, main.id, pathOf(folder.name, main), message);
  }
}

function pathOf(dir: Name, row: FolderRow): Name {
  return joinName(dir, storedName(row.name, row.raw));
}
