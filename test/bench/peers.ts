/** Programs that the bench compares with: put into a folder of the project that git leaves alone. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PEERS = path.resolve(import.meta.dirname, '../../.peers');
const MIGRATE = { name: 'google-photos-migrate', version: '2.12.3' };

/** @returns the file to be run by Node, installed where it is absent; undefined where it can't be got */
export function googlePhotosMigrate(): string | undefined {
  const folder = path.join(PEERS, 'node_modules', MIGRATE.name);
  if (!isThere(folder)) {
    fs.mkdirSync(PEERS, { recursive: true });
    console.log(`Installing ${MIGRATE.name} ${MIGRATE.version} into .peers`);
    const args = ['install', '--prefix', PEERS, '--no-audit', '--no-fund', '-E', `${MIGRATE.name}@${MIGRATE.version}`];
    spawnSync('npm', args, { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
  }
  return isThere(folder) ? path.join(folder, 'esm/cli.js') : undefined;
}

function isThere(folder: string): boolean {
  try {
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
    return version === MIGRATE.version;
  } catch {
    return false;
  }
}

/** @returns the program itself, of the project's folder or on PATH */
export function peerOnPath(name: string): string | undefined {
  const folders = [path.join(PEERS, 'venv/bin'), ...(process.env.PATH ?? '').split(path.delimiter)];
  return folders.map(folder => path.join(folder, name)).find(file => fs.existsSync(file));
}
