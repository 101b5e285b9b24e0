/** The media process: all decoding happens here, so that what a hostile file breaks is only this. */
import type { FromMedia, ToMedia } from './messages.ts';
import { Studio } from './studio.ts';

const running = new Map<number, AbortController>();
let studio: Studio | undefined;

function say(message: FromMedia): void {
  // The server may have gone; `disconnect` follows.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function make(message: ToMedia & { do: 'thumb' | 'preview' }): Promise<void> {
  if (studio == null) return;
  const abort = new AbortController();
  running.set(message.job, abort);
  const { source } = message;
  // Bytes come through the channel as a plain array of bytes.
  const file = typeof source.file === 'string' ? source.file : Buffer.from(source.file);
  const outcome = await studio.make(message.do, { ...source, file }, abort.signal);
  running.delete(message.job);
  say({ say: 'done', job: message.job, outcome });
}

process.on('message', (message: ToMedia) => {
  switch (message.do) {
    case 'begin':
      studio = new Studio(message.options);
      say({ say: 'ready' });
      break;
    case 'thumb':
    case 'preview':
      void make(message);
      break;
    case 'cancel':
      running.get(message.job)?.abort(new Error('no longer wanted'));
      break;
  }
});

process.on('disconnect', () => {
  // Ends the programs that run for it.
  for (const abort of running.values()) abort.abort(new Error('the server has gone'));
  process.exit(0);
});
