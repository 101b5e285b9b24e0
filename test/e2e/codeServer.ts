import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { node24, serverEntry } from './setup.mjs';

export interface ServerOptions {
  /** Everything the server keeps goes below this folder: settings, extensions, caches, its log. */
  readonly home: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Extension to install first. */
  readonly vsix?: string;
  /** Starts in Restricted Mode for folders that are not trusted; without it everything is trusted. */
  readonly workspaceTrust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface CodeServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly home: string;
  /** Address of a window on this folder. */
  windowUrl(folder: string): string;
  /** Resolves when the server and all that it started have ended. */
  stop(): Promise<void>;
  /** Resolves when the server ends, with its exit code. */
  readonly ended: Promise<number | null>;
}

/** A free port on the local machine. */
async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address == null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

const answers = (url: string): Promise<boolean> =>
  new Promise(resolve => {
    http
      .get(`${url}/healthz`, reply => {
        reply.resume();
        resolve(reply.statusCode === 200);
      })
      .on('error', () => resolve(false));
  });

/** Starts code-server in a process group of its own and waits until it answers. */
export async function startCodeServer(options: ServerOptions): Promise<CodeServer> {
  const { home } = options;
  const user = path.join(home, 'user');
  const extensions = path.join(home, 'extensions');
  const settingsFile = path.join(user, 'User', 'settings.json');
  fs.mkdirSync(path.dirname(settingsFile), { recursive: true });
  fs.mkdirSync(extensions, { recursive: true });
  fs.writeFileSync(
    settingsFile,
    `${JSON.stringify(options.settings, null, 2)}
`,
  );
  const config = path.join(home, 'config.yaml');
  fs.writeFileSync(config, 'auth: none\n');

  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // The server must not take this process for a debugger's or npm's, nor reach for a gallery of extensions.
    NODE_OPTIONS: undefined,
    NODE_TEST_CONTEXT: undefined,
    EXTENSIONS_GALLERY: '{}',
    XDG_CONFIG_HOME: path.join(home, 'xdg'),
    XDG_DATA_HOME: path.join(home, 'xdg'),
    XDG_RUNTIME_DIR: undefined,
    ...options.env,
  };
  const common = [serverEntry, '--config', config, '--user-data-dir', user, '--extensions-dir', extensions];
  const node = node24();
  if (options.vsix != null)
    execFileSync(node, [...common, '--install-extension', options.vsix, '--force'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });

  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const log = path.join(home, 'server.log');
  const output = fs.openSync(log, 'w');
  const flags = [
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--auth',
    'none',
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--ignore-last-opened',
  ];
  if (!options.workspaceTrust) flags.push('--disable-workspace-trust');
  const child = spawn(node, [...common, ...flags], { env, detached: true, stdio: ['ignore', output, output] });
  fs.closeSync(output);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('exit', resolve);
    child.once('error', reject);
  });
  let over = false;
  void ended.finally(() => {
    over = true;
  });

  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid != null) process.kill(-child.pid, name);
    } catch {
      // The group has ended already.
    }
  };
  const stop = async (): Promise<void> => {
    signal('SIGTERM');
    const forced = setTimeout(() => signal('SIGKILL'), 5000);
    await ended;
    clearTimeout(forced);
    // Its children may outlive it for a moment; none is left behind.
    signal('SIGKILL');
  };

  for (let tries = 0; !(await answers(url)); tries++) {
    if (over || tries > 600) {
      await stop();
      throw new Error(
        `The VS Code of the tests did not start. Its log is ${log}:\n${fs.readFileSync(log, 'utf8').slice(-2000)}`,
      );
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return {
    url,
    home,
    ended,
    stop,
    windowUrl: folder => `${url}/?folder=${encodeURIComponent(folder)}`,
  };
}
