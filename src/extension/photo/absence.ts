import type { BackupState } from '../../protocol/backup.ts';
import { isWithin } from '../backup/inside.ts';

/** Why a tab shows no photo. */
export type Absence =
  | { readonly kind: 'opening' | 'closed' | 'outside' | 'unindexed' | 'gone' | 'away' }
  | { readonly kind: 'failed'; readonly why: string };

/**
 * @param file absolute path
 * @param folder of the window that the file is in, or null
 * @param exists whether the file is there
 * @param failure what went wrong when the server was asked, or ''
 */
export function absenceOf(known: {
  readonly file: string;
  readonly state: Pick<BackupState, 'root' | 'state'> | null;
  readonly folder: string | null;
  readonly exists: boolean;
  readonly failure: string;
}): Absence {
  const { file, state, folder, exists, failure } = known;
  if (state == null) return { kind: folder == null ? 'closed' : exists ? 'unindexed' : 'gone' };
  if (failure !== '') return { kind: 'failed', why: failure };
  if (!isWithin(state.root, file)) return { kind: 'outside' };
  if (exists) return { kind: 'unindexed' };
  return { kind: state.state === 'away' ? 'away' : 'gone' };
}
