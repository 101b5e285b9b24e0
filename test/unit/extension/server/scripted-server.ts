/**
 * A process that speaks the server's side of the protocol and misbehaves on request: `items` of id 13 ends it,
 * `preview` is never answered, `years` fails. It ends at once while the file of its first argument exists.
 */
import fs from 'node:fs';
import type { FromServer, ServerEvent, ToServer } from '../../../../src/protocol/server.ts';

const { deathFile, stubborn } = JSON.parse(process.argv[2] ?? '{}') as { deathFile?: string; stubborn?: boolean };
if (deathFile != null && fs.existsSync(deathFile)) process.exit(9);
if (stubborn === true) {
  process.on('SIGTERM', () => {});
  setInterval(() => {}, 1000);
} else {
  process.on('disconnect', () => process.exit(0));
}

const say = (message: FromServer) => process.send?.(message);
const log = (message: string) => say({ event: 'log', level: 'info', message } satisfies ServerEvent);
let root = '';
const state = () => ({ root, name: 'Photos', state: 'ready', version: process.pid });

process.on('message', (message: ToServer) => {
  if ('cancel' in message) return log(`cancel ${message.cancel}`);
  const { id } = message;
  switch (message.method) {
    case 'open':
      root = message.params.root;
      return say({ id, result: state() });
    case 'state':
      return say({ id, result: state() });
    case 'shape':
      return say({ id, result: { version: 1, ids: Uint32Array.of(7, 8, 9), aspects: Float32Array.of(1.5) } });
    case 'years':
      return say({ id, error: { code: 'away', message: 'The drive is away.' } });
    case 'thumbs':
      log(`thumbs ${message.params.ids.join(' ')}`);
      return say({ id, result: null });
    case 'items':
      if (message.params.ids.includes(13)) process.exit(3);
      return say({ id, result: [] });
    default:
      return;
  }
});
