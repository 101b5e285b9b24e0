/** What is said of queries in the help of every command that takes one. */
import { QUERY_FIELDS, QUERY_HAS, QUERY_IS } from '../engine/catalog/query.ts';

export const QUERY_HELP = `
QUERY: words and conditions, all of which must hold.
  word  "two words"  IMG_*     in path, title, description, camera, keywords, people, albums
  field:value  field:"a b"     a,b is either; text fields find the value anywhere within
  field:>=value  field:a..b    also > < <= and a.. ..b
  -condition                   what must not hold
  Fields: ${QUERY_FIELDS.join(' ')}
  has:    ${QUERY_HAS.join(' ')}
  is:     ${QUERY_IS.join(' ')}
In a shell put what has blanks, quotation marks, * or > in '…'.`;
