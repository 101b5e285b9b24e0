import { line } from '../../media/tagValues.ts';
import type { ForeignDatabase } from '../../sqlite/foreignDatabase.ts';
import { PhotoTitles } from './photoTitles.ts';

/** A person's own album, and one that is shared. */
const ALBUMS = [2, 1505];
/** In `ZDATASTORESUBTYPE`: the RAW beside a JPEG. */
const RAW = 17;

/** What belongs to photos by way of other tables, by their keys in the database. */
export class LibraryJoins {
  readonly albums: PhotoTitles;
  readonly keywords: PhotoTitles;
  readonly people: PhotoTitles;
  /** Photos that have a RAW beside their JPEG, with its checksum where one is recorded. */
  readonly raws: ReadonlyMap<number, unknown>;
  readonly #db: ForeignDatabase;

  constructor(db: ForeignDatabase) {
    this.#db = db;
    this.albums = this.#albums();
    this.keywords = this.#keywords();
    this.people = this.#people();
    this.raws = this.#raws();
  }

  /** Tables of many to many are called after the number of an entity, which is another in each version. */
  #entity(...names: readonly string[]): number | undefined {
    if (!this.#columnsAre('Z_PRIMARYKEY', 'Z_ENT', 'Z_NAME')) return undefined;
    const find = this.#db.prepare<[string], unknown>('SELECT Z_ENT FROM Z_PRIMARYKEY WHERE Z_NAME = ?').pluck();
    return names.map(name => find.get(name)).find(entity => Number.isSafeInteger(entity)) as number | undefined;
  }

  #albums(): PhotoTitles {
    const entity = this.#entity('Album');
    const table = `Z_${entity}ASSETS`;
    const asset = this.#column(table, /^Z_\d+ASSETS$/);
    const album = this.#column(table, /^Z_\d+ALBUMS$/);
    if (asset == null || album == null || !this.#columnsAre('ZGENERICALBUM', 'ZKIND', 'ZTITLE'))
      return new PhotoTitles();
    const kept = this.#db.columns('ZGENERICALBUM').has('ZTRASHEDSTATE') ? 'AND coalesce(g.ZTRASHEDSTATE, 0) = 0' : '';
    return this.#titles(
      `SELECT j.${asset} AS pk, g.ZTITLE AS title FROM ${table} j JOIN ZGENERICALBUM g ON g.Z_PK = j.${album}
       WHERE g.ZKIND IN (${ALBUMS.join(', ')}) ${kept} ORDER BY g.Z_PK`,
    );
  }

  #keywords(): PhotoTitles {
    const table = `Z_${this.#entity('AdditionalAssetAttributes')}KEYWORDS`;
    const attributes = this.#column(table, /^Z_\d+ASSETATTRIBUTES$/);
    const keyword = this.#column(table, /^Z_\d+KEYWORDS$/);
    if (attributes == null || keyword == null) return new PhotoTitles();
    if (!this.#columnsAre('ZKEYWORD', 'ZTITLE') || !this.#columnsAre('ZADDITIONALASSETATTRIBUTES', 'ZASSET'))
      return new PhotoTitles();
    return this.#titles(
      `SELECT b.ZASSET AS pk, k.ZTITLE AS title FROM ${table} j JOIN ZKEYWORD k ON k.Z_PK = j.${keyword}
       JOIN ZADDITIONALASSETATTRIBUTES b ON b.Z_PK = j.${attributes} ORDER BY k.ZTITLE`,
    );
  }

  #people(): PhotoTitles {
    const asset = this.#column('ZDETECTEDFACE', /^ZASSETFORFACE$/) ?? this.#column('ZDETECTEDFACE', /^ZASSET$/);
    const person = this.#column('ZDETECTEDFACE', /^ZPERSONFORFACE$/) ?? this.#column('ZDETECTEDFACE', /^ZPERSON$/);
    if (asset == null || person == null || !this.#columnsAre('ZPERSON', 'ZFULLNAME')) return new PhotoTitles();
    return this.#titles(
      `SELECT f.${asset} AS pk, p.ZFULLNAME AS title FROM ZDETECTEDFACE f JOIN ZPERSON p ON p.Z_PK = f.${person}
       WHERE p.ZFULLNAME <> '' ORDER BY p.ZFULLNAME`,
    );
  }

  #raws(): ReadonlyMap<number, unknown> {
    if (!this.#columnsAre('ZINTERNALRESOURCE', 'ZASSET', 'ZDATASTORESUBTYPE')) return new Map();
    const there = this.#db.columns('ZINTERNALRESOURCE');
    const checksums = ['ZSTABLEHASH', 'ZFINGERPRINT'].filter(column => there.has(column));
    const rows = this.#db
      .prepare<[number], { pk: number; checksum: unknown }>(
        `SELECT ZASSET AS pk, coalesce(${[...checksums, 'NULL', 'NULL'].join(', ')}) AS checksum
         FROM ZINTERNALRESOURCE WHERE ZDATASTORESUBTYPE = ?`,
      )
      .all(RAW);
    return new Map(rows.map(({ pk, checksum }) => [pk, checksum]));
  }

  #titles(sql: string): PhotoTitles {
    const found = new PhotoTitles();
    for (const { pk, title } of this.#db.prepare<[], { pk: unknown; title: unknown }>(sql).iterate()) {
      const text = line(title);
      if (text != null && typeof pk === 'number' && Number.isSafeInteger(pk) && pk >= 0) found.add(pk, text);
    }
    return found;
  }

  #columnsAre(table: string, ...columns: readonly string[]): boolean {
    const there = this.#db.columns(table);
    return columns.every(column => there.has(column));
  }

  #column(table: string, wanted: RegExp): string | undefined {
    return [...this.#db.columns(table)].find(column => wanted.test(column));
  }
}
