/** What a query is asked of: an asset with what the catalog knows beside it. */
import type { AssetView } from '../assetView.ts';
import type { MakeSql } from './sql.ts';

export interface Subject {
  readonly view: AssetView;
  /** Codes of its open findings. */
  readonly problems: readonly string[];
  /** Whether another asset has the same bytes in every file. Asked only where the query wants to know. */
  isDuplicate(): boolean;
}

export type Test = (subject: Subject) => boolean;

/** The same question twice: of one asset, and of all that the catalog has. */
export interface Condition {
  readonly test: Test;
  readonly sql: MakeSql;
}
