/** Albums, what sources said, and where files came from, for a ledger that lost them. */
import { storedName } from '../backup/name.ts';
import { type LedgerRecord, toLedgerName } from '../ledger/record.ts';
import type { Said } from '../ledger/said.ts';
import type { Catalog } from './open.ts';
import { uuidText } from './uuid.ts';

interface AlbumRow {
  readonly uid: string;
  readonly name: string | null;
  readonly name_stamp: number | null;
  readonly origin: string | null;
  readonly origin_stamp: number | null;
  readonly removed: number;
  readonly removed_stamp: number | null;
}

interface MemberRow {
  readonly asset: Buffer;
  readonly album: string;
  readonly present: number;
  readonly stamp: number;
}

interface SaidRow {
  readonly asset: Buffer;
  readonly source: string;
  readonly json: string;
  readonly stamp: number;
}

interface ImportedRow {
  readonly source: string;
  readonly path: string;
  readonly file: number;
  readonly label: string;
  readonly size: number;
  readonly mtime: number | null;
  readonly crc: number | null;
  readonly sha: Buffer;
  readonly name: string | null;
  readonly at: number | null;
  readonly stamp: number;
  readonly dir: string;
  readonly dirRaw: Buffer | null;
  readonly fileName: string;
  readonly raw: Buffer | null;
}

const IMPORTED = `SELECT i.*, d.path AS dir, d.raw AS dirRaw, f.name AS fileName, f.raw
  FROM imported i JOIN file f ON f.id = i.file JOIN dir d ON d.id = f.dir`;

/** Members of a line. */
const MOST = 2000;

const isNewer = (stamp: number | null, known: number | null | undefined): boolean =>
  stamp != null && stamp > (known ?? -1);

export class RememberedImports {
  readonly #albums: readonly AlbumRow[];
  readonly #members: readonly MemberRow[];
  readonly #said: readonly SaidRow[];
  readonly #imported: readonly ImportedRow[];

  constructor(db: Catalog) {
    this.#albums = db.prepare<[], AlbumRow>('SELECT * FROM album ORDER BY uid').all();
    this.#members = db.prepare<[], MemberRow>('SELECT * FROM member ORDER BY album, present').all();
    this.#said = db.prepare<[], SaidRow>('SELECT * FROM said').all();
    this.#imported = db.prepare<[], ImportedRow>(IMPORTED).all();
  }

  /**
   * What the ledgers that are there now don't say, or say of an earlier time.
   * @param db after they were read
   * @param told albums of acts that are written again: what holds of them now is to be said after those
   */
  *lost(db: Catalog, told: ReadonlySet<string>): Generator<LedgerRecord> {
    const find = db.prepare<[string], AlbumRow>('SELECT * FROM album WHERE uid = ?');
    for (const row of this.#albums) {
      const known = find.get(row.uid);
      const isTold = told.has(row.uid);
      const name = isNewer(row.name_stamp, known?.name_stamp) ? row.name : isTold ? known?.name : undefined;
      const isLost = isNewer(row.removed_stamp, known?.removed_stamp);
      const removed = isLost ? row.removed : isTold && known?.removed_stamp != null ? known.removed : undefined;
      const said = {
        ...(name == null ? {} : { name }),
        ...(row.origin != null && isNewer(row.origin_stamp, known?.origin_stamp) ? { origin: row.origin } : {}),
        ...(removed == null ? {} : { removed: removed === 1 }),
      };
      if (Object.keys(said).length > 0) yield { t: 'album', at: Date.now(), id: row.uid, ...said };
    }
    yield* this.#lostMembers(db, told);
    yield* this.#lostSayings(db);
    yield* this.#lostOriginals(db);
  }

  *#lostMembers(db: Catalog, told: ReadonlySet<string>): Generator<LedgerRecord> {
    const find = db.prepare<[Buffer, string], { stamp: number; present: number }>(
      'SELECT stamp, present FROM member WHERE asset = ? AND album = ?',
    );
    let line: { album: string; present: number; assets: string[] } | undefined;
    const lines = function* (): Generator<LedgerRecord> {
      if (line == null) return;
      const { album, present, assets } = line;
      yield { t: 'members', at: Date.now(), album, ...(present === 1 ? { add: assets } : { remove: assets }) };
    };
    for (const row of this.#members) {
      const { asset, album } = row;
      const known = find.get(asset, album);
      const isLost = isNewer(row.stamp, known?.stamp);
      if (!isLost && !told.has(album)) continue;
      const present = isLost ? row.present : (known?.present ?? row.present);
      if (line?.album !== album || line.present !== present || line.assets.length >= MOST) {
        yield* lines();
        line = { album, present, assets: [] };
      }
      line.assets.push(uuidText(asset));
    }
    yield* lines();
  }

  *#lostSayings(db: Catalog): Generator<LedgerRecord> {
    const find = db.prepare<[Buffer, string], { stamp: number }>(
      'SELECT stamp FROM said WHERE asset = ? AND source = ?',
    );
    for (const { asset, source, json, stamp } of this.#said) {
      if (!isNewer(stamp, find.get(asset, source)?.stamp)) continue;
      const said = parsed(json);
      if (said != null) yield { t: 'said', at: Date.now(), from: source, assets: [[uuidText(asset), said]] };
    }
  }

  *#lostOriginals(db: Catalog): Generator<LedgerRecord> {
    const find = db.prepare<[string, string, number], { stamp: number }>(
      'SELECT stamp FROM imported WHERE source = ? AND path = ? AND file = ?',
    );
    for (const row of this.#imported) {
      const { source, path, file, label, size, mtime, crc, sha, name, at, stamp } = row;
      if (!isNewer(stamp, find.get(source, path, file)?.stamp)) continue;
      const rest = { ...(crc == null ? {} : { c: crc }), h: sha.toString('hex'), ...(name == null ? {} : { n: name }) };
      const original = { p: path, s: size, m: mtime, ...rest };
      yield {
        t: 'imported',
        at: at ?? Date.now(),
        source: { kind: source, label },
        dir: toLedgerName(storedName(row.dir, row.dirRaw)),
        files: [[toLedgerName(storedName(row.fileName, row.raw)), original]],
      };
    }
  }
}

/** Its form is looked at with all that is written again. */
function parsed(json: string): Said | undefined {
  try {
    return JSON.parse(json) as Said;
  } catch {
    return undefined;
  }
}
