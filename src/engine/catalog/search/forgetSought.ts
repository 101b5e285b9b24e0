import type { Catalog } from '../open.ts';

/** Of a snapshot, which may come from anybody: what queries ask is made again of what else it has. */
export function forgetSought(db: Catalog): void {
  db.exec(`DELETE FROM sought; DELETE FROM asset_term; DELETE FROM term;
    INSERT INTO sought_text(sought_text) VALUES ('delete-all');
    DELETE FROM unsought; INSERT INTO unsought SELECT id FROM asset;`);
}
