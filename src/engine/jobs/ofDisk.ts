/** Whether a disk refused: it is full, fails, or can't be written any more. */
export function isOfDisk(error: Error): error is Error & { readonly code: string } {
  const { code } = error as { readonly code?: unknown };
  return (
    typeof code === 'string' &&
    /^(E[A-Z0-9]+|SQLITE_(FULL|IOERR|READONLY|CANTOPEN|BUSY)(_\w+)?)$/.test(code) &&
    !code.startsWith('ERR_')
  );
}
