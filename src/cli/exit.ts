/** Exit statuses, as CLI.md fixes them. */
export const EXIT = { done: 0, findings: 1, usage: 2, failed: 3, stopped: 130 } as const;

/** The words of the call are wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
