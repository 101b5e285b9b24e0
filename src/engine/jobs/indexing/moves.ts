/** Files that were renamed or moved by other programs: their asset ids and facts go with them. */
import type { Catalog } from '../../catalog/open.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import type { FileFacts } from '../../media/model.ts';

export interface Vanished {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly uid: Buffer | null;
  readonly facts: FileFacts | undefined;
}

interface Row {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly uid: Buffer | null;
  readonly content_key: string;
  readonly json: string | null;
  readonly read_v: number | null;
}

export class Moves {
  readonly #byKey = new Map<string, Vanished[]>();

  constructor(db: Catalog) {
    const rows = db
      .prepare<[], Row>(
        `SELECT f.id, f.name, f.size, f.uid, f.content_key, c.json, f.read_v FROM file f LEFT JOIN facts c ON c.file = f.id
         WHERE f.present = 0 AND f.content_key IS NOT NULL AND f.size > 0 ORDER BY f.id`,
      )
      .iterate();
    for (const { content_key, json, read_v, ...rest } of rows) {
      const facts = json == null || read_v !== FACTS_VERSION ? undefined : (JSON.parse(json) as FileFacts);
      const list = this.#byKey.get(content_key);
      if (list == null) this.#byKey.set(content_key, [{ ...rest, facts }]);
      else list.push({ ...rest, facts });
    }
  }

  /** The vanished file whose content this is; one of the same name before others. Each is given once. */
  take(contentKey: string, size: number, name: string): Vanished | undefined {
    const list = this.#byKey.get(contentKey);
    if (list == null) return undefined;
    const sized = list.filter(file => file.size === size);
    const chosen = sized.find(file => file.name === name) ?? sized[0];
    if (chosen != null) list.splice(list.indexOf(chosen), 1);
    return chosen;
  }
}
