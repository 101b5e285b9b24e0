import { ForeignDatabase } from '../../sqlite/foreignDatabase.ts';
import { LibraryJoins } from './libraryJoins.ts';
import { ASSET_COLUMNS, ATTRIBUTE_COLUMNS, type LibraryRow } from './libraryRow.ts';

/** It is a database, but not of a Photos library that we know. */
export class UnknownLibrary extends Error {
  override readonly name = 'UnknownLibrary';
}

const ATTRIBUTES = 'ZADDITIONALASSETATTRIBUTES';
const DESCRIPTIONS = 'ZASSETDESCRIPTION';

/**
 * `Photos.sqlite`. Its tables and columns differ from version to version of macOS, so they are asked for, not known.
 */
export class LibraryDatabase {
  readonly joins: LibraryJoins;
  readonly #db: ForeignDatabase;
  readonly #asset: string;

  /**
   * @param file absolute path of `Photos.sqlite`; it is copied, and the copy is there until `close`
   * @throws UnknownLibrary, {@link import('../../sqlite/foreignDatabase.ts').ForeignUnreadable}, the system's errors
   */
  constructor(file: string) {
    this.#db = new ForeignDatabase(file);
    try {
      const asset = ['ZASSET', 'ZGENERICASSET'].find(table => this.#db.has(table));
      const columns = this.#db.columns(asset ?? '');
      if (asset == null || !['Z_PK', 'ZUUID', 'ZFILENAME', 'ZDIRECTORY'].every(column => columns.has(column)))
        throw new UnknownLibrary('its database has no table of photos that is known here');
      this.#asset = asset;
      this.joins = new LibraryJoins(this.#db);
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** Photos in the order of the folders that they lie in. */
  *rows(): Generator<LibraryRow> {
    const keys = this.#db
      .prepare<[], number>(`SELECT Z_PK FROM ${this.#asset} ORDER BY ZDIRECTORY, ZUUID, Z_PK`)
      .pluck()
      .all();
    const row = this.#db.prepare<[number], LibraryRow>(this.#query());
    for (const key of keys) {
      const found = row.get(key);
      if (found != null) yield found;
    }
  }

  close(): void {
    this.#db.close();
  }

  #query(): string {
    const assetColumns = this.#db.columns(this.#asset);
    const attributeColumns = this.#db.columns(ATTRIBUTES);
    const descriptions = this.#db.columns(DESCRIPTIONS);
    const hasAttributes = attributeColumns.has('ZASSET');
    const hasCaptions = hasAttributes && descriptions.has('ZASSETATTRIBUTES') && descriptions.has('ZLONGDESCRIPTION');
    const fields = [
      'a.Z_PK AS pk',
      ...chosen('a', ASSET_COLUMNS, assetColumns),
      ...chosen('b', ATTRIBUTE_COLUMNS, hasAttributes ? attributeColumns : new Set()),
      `${hasCaptions ? 'd.ZLONGDESCRIPTION' : 'NULL'} AS caption`,
    ];
    return [
      `SELECT ${fields.join(', ')} FROM ${this.#asset} a`,
      ...(hasAttributes ? [`LEFT JOIN ${ATTRIBUTES} b ON b.ZASSET = a.Z_PK`] : []),
      ...(hasCaptions ? [`LEFT JOIN ${DESCRIPTIONS} d ON d.ZASSETATTRIBUTES = b.Z_PK`] : []),
      'WHERE a.Z_PK = ?',
    ].join(' ');
  }
}

/** Of each field the columns that are there: of several the first that isn't NULL. */
function chosen(
  alias: string,
  fields: Readonly<Partial<Record<keyof LibraryRow, readonly string[]>>>,
  there: ReadonlySet<string>,
): readonly string[] {
  return Object.entries(fields).map(([field, columns]) => {
    const found = columns.filter(column => there.has(column)).map(column => `${alias}.${column}`);
    const value = found.length > 1 ? `coalesce(${found.join(', ')})` : (found[0] ?? 'NULL');
    return `${value} AS ${field}`;
  });
}
