/**
 * The system's errors of writing name no file, for they come from a number that stands for an open one: a person
 * wants to know which disk is meant.
 * @returns the same error, with `path`
 */
export function inFile(error: unknown, file: string): unknown {
  if (error instanceof Error && 'code' in error && !('path' in error)) Object.assign(error, { path: file });
  return error;
}
