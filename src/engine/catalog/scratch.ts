import { loadSqlite } from '../sqlite/native.ts';
import type { Catalog } from './open.ts';

/** An empty database that nothing else sees: on the disk where it becomes large, and gone when it is closed. */
export function scratchDatabase(): Catalog {
  return new (loadSqlite())('');
}
