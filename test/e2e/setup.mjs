// Makes the real VS Code of the tests (code-server) runnable: installs this package, then compiles its two
// small native modules. Does nothing when that is done already. Plain JavaScript that Node 20 can run too.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, 'node_modules');
const vscode = path.join(modules, 'code-server', 'lib', 'vscode');
const version = JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8')).dependencies['code-server'];
const done = path.join(vscode, `.keepsake-setup-${version}`);

/** Where the code-server is started from, with Node 24. */
export const serverEntry = path.join(modules, 'code-server', 'out', 'node', 'entry.js');

const compiled = () => fs.existsSync(done);

/** Whether the test set-up is there, compiled and of the version that package.json names. */
export const isSetUp = () => compiled() && fs.existsSync(path.join(modules, 'axe-core'));

/** Node 24: the one that runs this, or the one among the project's packages. */
export function node24() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const own = path.join(here, '..', '..', 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (fs.existsSync(own)) return fs.realpathSync(own);
  throw new Error('Node 24 was not found among the packages of this project. Run "npm ci" first.');
}

/** Programs that compiling needs and that are not on PATH. */
function missingTools() {
  const works = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  return ['python3', 'make', 'g++'].filter(tool => !works(tool, '--version'));
}

/** Sets everything up; throws with a message for a person where it can't. */
export function setUp(say = console.log) {
  if (isSetUp()) return;
  if (process.platform === 'win32')
    throw new Error('The VS Code of the tests (code-server) does not run on Windows. Use WSL, or install VS Code.');
  const missing = missingTools();
  if (missing.length > 0)
    throw new Error(
      `Setting up the VS Code of the tests needs ${missing.join(', ')}, which ${missing.length > 1 ? 'are' : 'is'} not on PATH. ` +
        'On Debian or Ubuntu: sudo apt-get install python3 make g++. Nothing was changed.',
    );
  say('Setting up the VS Code of the tests (code-server): once, about 1 GB in test/e2e, one to three minutes.');

  const env = { ...process.env };
  const headers = path.join(modules, `node-linux-${process.arch}`);
  // Node 24 first, so that npm and node-gyp run on it.
  env.PATH = path.dirname(node24()) + path.delimiter + env.PATH;
  // npm hands its own settings down as variables; those of an outer "npm run" are about another package.
  for (const name of Object.keys(env)) if (/^npm_(package|lifecycle|config_local_prefix)/.test(name)) delete env[name];
  const npm = (cwd, ...args) =>
    execFileSync('npm', [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    });

  // What was compiled is kept: only a small package has come since.
  if (compiled()) return npm(here, 'install', '--ignore-scripts');
  npm(here, 'ci');
  // A person's .npmrc may point at the headers of another Node; the variable wins over it.
  if (fs.existsSync(path.join(headers, 'include'))) env.npm_config_nodedir = headers;
  // Not "npm ci": the shrinkwrap that code-server ships is out of step with its package.json.
  npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
  npm(vscode, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog');
  npm(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
  // What code-server's own postinstall links, which we do not run.
  const system = process.platform === 'darwin' ? 'darwin' : 'linux';
  link(path.join(vscode, 'bin', 'remote-cli', 'code-server'), `code-${system}.sh`);
  link(path.join(vscode, 'bin', 'helpers', 'browser.sh'), `browser-${system}.sh`);
  fs.writeFileSync(done, '');
  say('The VS Code of the tests is ready.');
}

function link(file, target) {
  fs.rmSync(file, { force: true });
  fs.symlinkSync(target, file);
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    setUp();
  } catch (error) {
    console.error(error.message);
    process.exit(3);
  }
}
