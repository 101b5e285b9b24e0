/** What each job's summary counts, as CLI.md fixes it: said as zero where a job could not even begin. */
export const COUNTED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  export: {
    ...{ items: 0, copied: 0, unchanged: 0, duplicates: 0, skipped: 0, missing: 0, failed: 0, bytes: 0 },
    ...{ confirmed: 0, unconfirmed: 0 },
  },
  index: { files: 0, assets: 0, added: 0, changed: 0, removed: 0, unchanged: 0 },
  verify: { files: 0, verified: 0, corrupt: 0, missing: 0, extra: 0, modified: 0, moved: 0, damaged: 0, bytes: 0 },
  accept: { assets: 0, files: 0 },
  edit: { actions: 0, applied: 0, skipped: 0, failed: 0 },
  mark: { assets: 0 },
  album: { assets: 0 },
  apply: { actions: 0, applied: 0, unchanged: 0, unneeded: 0, skipped: 0, failed: 0, bytes: 0 },
  plan: { actions: 0 },
  quarantine: { files: 0, bytes: 0 },
  undo: { actions: 0, applied: 0, skipped: 0, failed: 0 },
  list: { assets: 0 },
  info: { assets: 0, files: 0, bytes: 0 },
};

/**
 * How a summary says that the job could not be done. An export's `failed` are photos, which it goes on to count: that
 * it could not be done stands in `couldNot`.
 */
export function couldNot(counts: object, message: string): object {
  return 'items' in counts ? { couldNot: true, message } : { failed: true, message };
}
