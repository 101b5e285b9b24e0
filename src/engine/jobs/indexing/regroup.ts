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

/** Of one commit, whichever is reached first. */
const FOLDERS = 50;
const FILES = 5000;
/** Ids in one line of the ledger. */
const LINE = 1000;

const NOT_READ =
  'When it was taken is not known: its metadata could not be read yet. Index again when that is possible.';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly size: number;
  readonly uid: Buffer | null;
  readonly json: string | null;
}

interface Folder {
  readonly id: number;
  readonly name: Name;
  readonly rows: ReadonlyMap<string, Row>;
  readonly facts: ReadonlyMap<string, FileFacts>;
  readonly grouping: Grouping;
  /** The id of each group, in the order of the groups. */
  readonly uids: readonly Buffer[];
}

const NO_TIME =
  'When it was taken is not known: no date in the file, in a sidecar, in its name or in its folder. It is under "Unknown date".';

export class Regroup {
  readonly #store: Store;
  readonly #assets: AssetRows;
  readonly #said: SaidOfAssets;
  readonly #findings: Findings;
  readonly #dir: Statement<[number], { path: string; raw: Buffer | null }>;
  readonly #files: Statement<[number], Row>;
  readonly #clean: Statement<unknown[]>;
  readonly #forgetGone: Statement<unknown[]>;

  constructor(store: Store) {
    this.#store = store;
    this.#assets = new AssetRows(store.db);
    this.#said = new SaidOfAssets(store.db);
    this.#findings = new Findings(store.db);
    this.#clean = store.db.prepare('UPDATE dir SET dirty = 0 WHERE id = ?');
    this.#forgetGone = store.db.prepare(
      "DELETE FROM finding WHERE owner = 'reading' AND file IN (SELECT id FROM file WHERE dir = ? AND present = 0)",
    );
    this.#dir = store.db.prepare('SELECT path, raw FROM dir WHERE id = ?');
    this.#files = store.db.prepare(
      'SELECT f.id, f.name, f.raw, f.size, f.uid, c.json FROM file f LEFT JOIN facts c ON c.file = f.id WHERE f.dir = ? AND f.present = 1 ORDER BY f.name',
    );
  }

  /**
   * A share of the folders in one ledger append and one transaction: other windows write marks between two shares.
   * @returns how many folders, from the first, that was
   */
  some(dirs: readonly number[]): number {
    const records: LedgerRecord[] = [];
    const folders: Folder[] = [];
    let files = 0;
    for (const dir of dirs) {
      if (folders.length >= FOLDERS || files >= FILES) break;
      const folder = this.#folder(dir, records);
      folders.push(folder);
      files += folder.rows.size;
    }
    this.#store.commit(records, () => {
      for (const folder of folders) this.#write(folder);
    });
    return folders.length;
  }

  #folder(id: number, records: LedgerRecord[]): Folder {
    const dir = this.#dir.get(id);
    const name = storedName(dir?.path ?? '', dir?.raw ?? null);
    const rows = new Map(this.#files.all(id).map(row => [row.name, row]));
    const facts = new Map<string, FileFacts>();
    for (const row of rows.values()) if (row.json != null) facts.set(row.name, JSON.parse(row.json));
    const grouping = groupDirectory(
      [...rows.values()].map(row => ({ name: row.name, size: row.size, facts: facts.get(row.name) })),
    );
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
    return { id, name, rows, facts, grouping, uids };
  }

  #write({ id, name, rows, facts, grouping, uids }: Folder): void {
    this.#clean.run(id);
    this.#findings.clearDir('index', id);
    this.#forgetGone.run(id);
    this.#assets.detach(id);
    grouping.groups.forEach((group, i) => {
      this.#asset(group, uids[i] as Buffer, { name, rows, facts });
    });
    this.#assets.finish();
    for (const { code, name: file, message } of grouping.findings) {
      this.#findings.add('index', code, rows.get(file)?.id ?? null, joinName(name, { text: file }), message);
    }
    for (const row of rows.values()) {
      const message =
        fileKind(row.name) === 'sidecar' ? undefined : wrongExtension(row.name, facts.get(row.name)?.fileType);
      if (message != null) this.#findings.add('index', 'wrong-extension', row.id, pathOf(name, row), message);
    }
  }

  #asset(group: Group, uid: Buffer, folder: Pick<Folder, 'name' | 'rows' | 'facts'>): void {
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

function pathOf(dir: Name, row: Row): Name {
  return joinName(dir, storedName(row.name, row.raw));
}
