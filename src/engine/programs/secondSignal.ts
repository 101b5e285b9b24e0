/** A person who stops a second time doesn't want to wait: what we started is then ended with us, for it would go on. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * To be called when the first signal has come, while its listeners are at work.
 * @param end ends at once what was started; then the system ends this process by the signal
 * @returns gives it up
 */
export function onSecondSignal(end: () => void): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    forget();
    end();
    process.kill(process.pid, signal);
  };
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return forget;
}
