import { type ChildProcess, fork } from 'node:child_process';
import readline from 'node:readline';
import type { ServerOptions } from '../../protocol/server.ts';
import type { Log } from './client.ts';

/**
 * Starts the bundled server as a plain Node process. In the desktop's extension host `process.execPath` is
 * Electron, which is Node while ELECTRON_RUN_AS_NODE is set. Whatever it prints goes to the log.
 */
export function forkServer(script: string, options: ServerOptions, log: Log): ChildProcess {
  const child = fork(script, [JSON.stringify(options)], {
    execArgv: [],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    // Typed arrays go over as they are.
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream != null) readline.createInterface({ input: stream }).on('line', line => log.warn(`server: ${line}`));
  }
  return child;
}
