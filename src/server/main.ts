/** The process that a window starts: speaks over the channel that the fork gave it, and ends with it. */
import { BadQuery } from '../engine/catalog/query/badQuery.ts';
import { NativeMissing } from '../engine/sqlite/native.ts';
import type { Failure, FromServer, ServerOptions, ToServer } from '../protocol/server.ts';
import { RequestFailed, Server } from './server.ts';

// What this starts in turn says itself how it is to run.
delete process.env.ELECTRON_RUN_AS_NODE;

const send = (message: FromServer): void => {
  if (process.connected) process.send?.(message);
};

const options = JSON.parse(process.argv[2] ?? '{}') as ServerOptions;
const fromSources = import.meta.url.endsWith('.ts');
const mediaEntry = new URL(fromSources ? './media/process.ts' : './media.js', import.meta.url);
const server = new Server(options, mediaEntry, send);
const END_MS = 3000;
const running = new Map<number, AbortController>();

function failureOf(error: unknown, signal: AbortSignal): Failure {
  if (signal.aborted) return { code: 'cancelled', message: 'No longer wanted.' };
  if (error instanceof RequestFailed) return { code: error.code, message: error.message };
  if (error instanceof BadQuery) {
    const { problem, at, length } = error;
    return { code: 'bad-query', message: problem, place: { at, length } };
  }
  if (error instanceof NativeMissing) return { code: 'failed', message: error.message };
  return { code: 'failed', message: error instanceof Error ? error.message : String(error) };
}

process.on('message', (message: ToServer) => {
  if ('cancel' in message) return running.get(message.cancel)?.abort();
  const { id, method, params } = message;
  const abort = new AbortController();
  running.set(id, abort);
  // A handler may answer at once, later, or throw: all are one to the window.
  Promise.resolve()
    .then(() => server.handle(method, params as never, abort.signal))
    .then(
      result => send({ id, result }),
      (error: unknown) => send({ id, error: failureOf(error, abort.signal) }),
    )
    .finally(() => running.delete(id));
});

process.on('disconnect', () => {
  // Nobody is left to wait for a tidy end: what doesn't end by itself goes with us.
  setTimeout(() => process.exit(0), END_MS);
  void server.end().finally(() => process.exit(0));
});
process.on('uncaughtException', error => {
  send({ event: 'log', level: 'error', message: `The server failed and starts anew: ${error.stack ?? error.message}` });
  process.exit(1);
});
