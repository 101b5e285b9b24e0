/** What a command that only looks has to say of the record itself, beside its answer. */
import { LedgerFindings } from '../engine/catalog/ledgerFindings.ts';
import type { Store } from '../engine/catalog/store.ts';
import { brokenOff, isUnfinished } from '../engine/catalog/unfinished.ts';
import { isUnread } from '../engine/catalog/unread.ts';

/** As JSON lines on standard output, else on standard error, where it disturbs no list. Its paths are names that we make. */
export function tellOfRecord(store: Store, json: boolean): void {
  for (const { severity, code, path, message } of new LedgerFindings(store.db).open())
    if (json)
      process.stdout.write(`${JSON.stringify({ type: 'finding', severity, code, path: path.text, message })}\n`);
    else process.stderr.write(`${severity}  ${code}  ${path.text}  ${message}\n`);
}

/** @returns for the summary */
export function tellUnread(store: Store): { readonly unread?: true; readonly unfinished?: true } {
  if (isUnfinished(store.db)) {
    process.stderr.write(
      `The last index of ${store.layout.root} was not finished: there may be more than what is known here. "keepsake index" goes on from where it was stopped.\n`,
    );
    return { unfinished: true };
  }
  const job = brokenOff(store.db);
  if (job != null) {
    const of = job === 'export' ? 'into' : 'of';
    process.stderr.write(
      `The last ${job} ${of} ${store.layout.root} did not come to its end: what it did until then is kept, and may not be in the lists yet. Run it again and it goes on from there; "keepsake index" reads what is there now.\n`,
    );
    return { unfinished: true };
  }
  if (!isUnread(store.db)) return {};
  process.stderr.write(
    `This machine has not read ${store.layout.root} yet (or its cache was cleared), so it knows of no photos there. Nothing is lost: "keepsake index" reads the backup.\n`,
  );
  return { unread: true };
}
