import { readIdentity } from '../../backup/identity.ts';
import { layoutOf } from '../../backup/layout.ts';
import { Store, type StoreOptions } from '../../catalog/store.ts';

/**
 * The catalog of another backup that is exported from, as far as its ledger is. Nothing is written into that backup.
 * @param folder absolute path
 * @returns absolute path; undefined where the folder is no backup
 * @throws as `Store.open`
 */
export function catalogOf(folder: string, { cache }: Pick<StoreOptions, 'cache'>): string | undefined {
  if (readIdentity(layoutOf(folder)) == null) return undefined;
  const store = Store.open(folder, { cache, create: false, lookOnly: true });
  const { file } = store;
  store.close();
  return file;
}
