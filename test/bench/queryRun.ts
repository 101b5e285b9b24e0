/**
 * Asks a dozen queries of a large catalog. `node queryRun.ts CATALOG sql` as the product does, `scan` asset by asset (all
 * queries in one pass), `each` prints what each takes.
 */
import { openCatalog } from '../../src/engine/catalog/open.ts';
import { parseQuery } from '../../src/engine/catalog/query.ts';
import { foundIds, heldAgainstAll } from '../../src/engine/catalog/search/found.ts';

export const QUERIES = [
  'lisbon',
  'beach ana',
  'img_1234',
  'img',
  'year:2012 month:7',
  'date:2010-03..2011 -has:gps',
  'camera:iphone',
  'rating:>=4 has:title',
  'flag:pick',
  'album:everything',
  'keyword:holiday person:ana',
  '-lisbon is:photo',
];

const [, , file = '', way = ''] = process.argv;
const db = openCatalog(file);
const queries = QUERIES.map(parseQuery);
if (way === 'scan') {
  const ids = db.prepare<[], number>('SELECT id FROM asset').pluck(true).all() as number[];
  for (const _ of heldAgainstAll(db, queries, ids));
} else
  for (const [i, query] of queries.entries()) {
    const times = Array.from({ length: way === 'each' ? 5 : 1 }, () => {
      const began = process.cpuUsage();
      const count = foundIds(db, query).length;
      const { user, system } = process.cpuUsage(began);
      return { count, ms: (user + system) / 1000 };
    }).sort((a, b) => a.ms - b.ms);
    const middle = times[times.length >> 1];
    if (way === 'each' && middle != null)
      console.log(
        `  ${(QUERIES[i] ?? '').padEnd(30)} ${middle.ms.toFixed(1).padStart(7)} ms of processor  ${middle.count} found`,
      );
  }
db.close();
