/** What a text is looked for in, as SQL: values that many assets share, albums, paths, captions. */
import type { Catalog } from '../open.ts';
import { onAsset, onSought, type Sql, textIn, type Wanted } from '../query/sql.ts';
import { textTest } from '../query/values.ts';
import { candidates } from './candidates.ts';
import type { TermField } from './soughtRow.ts';

type Where = Omit<Sql, 'on'>;

/** @param wanted a text, or a condition on a row `t` of `term`; any where absent */
export function withTerm(field: TermField, wanted?: Wanted | Where): Sql {
  const { text, values } = termsWith([field], wanted);
  return onAsset(`a.id IN (${text})`, ...values);
}

function termsWith(fields: readonly TermField[], wanted: Wanted | Where = { parts: [] }): Where {
  const { text, values } = 'text' in wanted ? wanted : textIn('t.folded', wanted);
  return {
    text: `SELECT l.asset FROM term t JOIN asset_term l ON l.term = t.id WHERE t.field IN (${fields.map(() => '?').join(', ')}) AND ${text}`,
    values: [...fields, ...values],
  };
}

const MEMBERS = `SELECT x.id FROM member m JOIN album b ON b.uid = m.album JOIN asset x ON x.uid = m.asset
  WHERE m.present = 1 AND b.removed = 0 AND b.name IS NOT NULL`;

/** In any album that a person or a source made. */
export const inAlbums = (): Sql => onAsset(`a.id IN (${MEMBERS})`);

function membersOf(db: Catalog, wanted: Wanted): Where | undefined {
  const test = textTest(wanted);
  const uids = albumNames(db).filter(({ name }) => test(name));
  if (uids.length === 0) return undefined;
  return {
    text: `${MEMBERS} AND m.album IN (SELECT value FROM json_each(?))`,
    values: [JSON.stringify(uids.map(({ uid }) => uid))],
  };
}

const albumNames = (db: Catalog) =>
  db
    .prepare<[], { uid: string; name: string }>('SELECT uid, name FROM album WHERE removed = 0 AND name IS NOT NULL')
    .all();

export function inAlbum(db: Catalog, wanted: Wanted): Sql {
  const members = membersOf(db, wanted);
  return members == null ? onAsset('0') : onAsset(`a.id IN (${members.text})`, ...members.values);
}

/** Characters that JSON writes otherwise. */
const ESCAPED = /["\\\u0000-\u001f]/;

/** In the path of any of its files. */
function inPathsOf(row: string, wanted: Wanted): Where {
  const main = textIn(`${row}.path`, wanted);
  const other = textIn('j.value', wanted);
  // What doesn't stand anywhere in the list stands in none of its paths; that is quicker to see.
  const plain = ('exactly' in wanted ? [wanted.exactly] : wanted.parts).filter(part => !ESCAPED.test(part));
  const all = plain.map(() => `instr(${row}.beside, ?) > 0 AND `).join('');
  return {
    text: `(${main.text} OR (${row}.beside IS NOT NULL AND ${all}EXISTS (SELECT 1 FROM json_each(${row}.beside) j WHERE ${other.text})))`,
    values: [...main.values, ...plain, ...other.values],
  };
}

export function inPaths(db: Catalog, wanted: Wanted): Sql {
  const here = inPathsOf('s', wanted);
  const found = candidates(db, wanted);
  if (found == null) return onSought(here.text, ...here.values);
  return onAsset(
    `a.id IN (SELECT s.asset FROM sought s WHERE s.asset IN (${found.text}) AND ${here.text})`,
    ...found.values,
    ...here.values,
  );
}

/** Anywhere that a word is looked for. */
export function inTexts(db: Catalog, wanted: Wanted): Sql {
  const columns = (row: string): Where => {
    const parts = ['path', 'title', 'description'].map(column => textIn(`${row}.${column}`, wanted));
    return { text: parts.map(({ text }) => text).join(' OR '), values: parts.flatMap(({ values }) => values) };
  };
  const found = candidates(db, wanted);
  const { text, values } = columns('x');
  const texts = {
    text: `SELECT x.asset FROM sought x WHERE ${found == null ? '' : `x.asset IN (${found.text}) AND `}(${text})`,
    values: [...(found?.values ?? []), ...values],
  };
  const terms = termsWith(['camera', 'keyword', 'person', 'album'], wanted);
  const members = membersOf(db, wanted);
  return withIds(db, [texts, terms, ...(members == null ? [] : [members])]);
}

/** Ids that come in their order make a set of 100,000 ten times as quickly as those that come in any, and few are quicker than many. */
function withIds(db: Catalog, sources: readonly Where[]): Sql {
  const isFound = new Uint8Array(1 + idIn(db, 'SELECT coalesce(max(asset), 0) FROM sought'));
  let count = 0;
  for (const { text, values } of sources)
    for (const id of db
      .prepare<unknown[], number>(text)
      .pluck(true)
      .all(...values) as number[])
      if (isFound[id] === 0) {
        isFound[id] = 1;
        count++;
      }
  const most = count > isFound.length / 2;
  const ids: number[] = [];
  for (let id = isFound.indexOf(Number(!most)); id !== -1; id = isFound.indexOf(Number(!most), id + 1)) ids.push(id);
  return onAsset(`a.id ${most ? 'NOT ' : ''}IN (SELECT value FROM json_each(?))`, `[${ids.join()}]`);
}

const idIn = (db: Catalog, sql: string): number => db.prepare<[], number>(sql).pluck(true).get() as number;
