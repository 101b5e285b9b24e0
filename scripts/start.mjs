// npm start [-- FOLDER] [--browser]: opens VS Code with Keepsake on a backup. Without a folder it makes a sample
// backup on the spot. Where `code` is on PATH, that opens; else, or with --browser, the VS Code of the tests
// (code-server) is started for a browser. Runs on Node 20 too; what needs Node 24 is started with it.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const usage = 'usage: npm start [-- FOLDER] [--browser]';

class Trouble extends Error {}

function choices(args) {
  const flags = args.filter(arg => arg.startsWith('-'));
  const folders = args.filter(arg => !arg.startsWith('-'));
  if (flags.includes('--help')) {
    console.log(usage);
    process.exit(0);
  }
  const unknown = flags.find(flag => flag !== '--browser');
  if (unknown) throw new Trouble(`There is no option ${unknown}.\n${usage}`);
  if (folders.length > 1) throw new Trouble(`Only one folder can be opened.\n${usage}`);
  // npm keeps options that stand before the "--" to itself and tells of them in the environment.
  const browser = flags.includes('--browser') || process.env.npm_config_browser === 'true';
  return { folder: folders[0], browser };
}

function run(program, args) {
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, INIT_CWD: root },
  });
  if (error) throw new Trouble(`${program} could not be started: ${error.message}`);
  if (status !== 0)
    throw new Trouble(`${path.basename(program)} ${args.join(' ')} did not succeed (exit status ${status}).`);
}

/** Builds when a source is newer than what was built. */
function build(node) {
  const newest = file => {
    const stat = fs.statSync(file);
    return stat.isDirectory()
      ? Math.max(stat.mtimeMs, ...fs.readdirSync(file).map(name => newest(path.join(file, name))))
      : stat.mtimeMs;
  };
  const built = path.join(root, 'dist', 'cli.js');
  const sources = ['src', 'package.json', 'scripts/build.mjs'].map(name => newest(path.join(root, name)));
  if (fs.existsSync(built) && fs.statSync(built).mtimeMs >= Math.max(...sources)) return;
  console.log('Building Keepsake.');
  run(node, ['scripts/build.mjs']);
}

/** The folder to open: the one named, as seen from where the person stands, or the sample. */
function backupFolder(node, folder) {
  if (folder != null) {
    const full = path.resolve(process.env.INIT_CWD ?? process.cwd(), folder);
    if (!fs.existsSync(full))
      throw new Trouble(
        `The folder ${full} does not exist. Name the folder that holds your photos, or none for a sample.`,
      );
    if (!fs.statSync(full).isDirectory())
      throw new Trouble(`${full} is a file. Name the folder that holds your photos, or none for a sample.`);
    return full;
  }
  const sample = path.join(root, '.sample', 'Family Photos');
  if (!fs.existsSync(sample)) {
    console.log('Making a sample backup in .sample (about 50 MB, half a minute to a minute).');
    run(node, ['scripts/sample/make.ts', sample]);
  }
  return sample;
}

/** `code` as found on PATH, or undefined. */
function findCode() {
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  for (const folder of (process.env.PATH ?? '').split(path.delimiter))
    for (const name of names)
      if (folder !== '' && fs.existsSync(path.join(folder, name))) return path.join(folder, name);
  return undefined;
}

function openDesktop(code, folder) {
  console.log(`Opening ${folder} in VS Code with Keepsake.`);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  // The sample lies in this repository, which is nothing that a person who looks at photos is to be asked about.
  if (folder.startsWith(root + path.sep)) args.push('--disable-extension=vscode.git');
  const child = spawn(
    process.platform === 'win32' ? `"${code}"` : code,
    process.platform === 'win32' ? args.map(arg => `"${arg}"`) : args,
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  child.on('error', error => fail(new Trouble(`VS Code could not be started: ${error.message}`)));
  child.on('exit', status => process.exit(status ?? 0));
}

/** Serves VS Code for a browser until Ctrl+C. Needs Node 24, which `main` has seen to. */
async function openBrowser(folder, setUp) {
  setUp();
  const { isFresh, pack, vsixFile } = await import('./package.mjs');
  if (!isFresh()) pack();
  const { startCodeServer } = await import('../test/e2e/codeServer.ts');
  const home = path.join(root, '.e2e', 'start');
  const settings = {
    'workbench.startupEditor': 'none',
    'telemetry.telemetryLevel': 'off',
    'update.mode': 'none',
    'extensions.autoUpdate': 'off',
    'chat.disableAIFeatures': true,
    // Neither the repository that the sample lies in nor the ports of this very server are what is to be looked at.
    'git.openRepositoryInParentFolders': 'never',
    'remote.autoForwardPorts': false,
  };
  let server;
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    await server?.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  server = await startCodeServer({ home, settings, vsix: vsixFile() });
  if (stopping) return void (await server.stop());
  console.log(
    `\nKeepsake is open on ${folder}\nin VS Code for the browser: ${server.windowUrl(folder)}\nOnly this machine can reach it. Ctrl+C stops it.`,
  );
  const status = await server.ended;
  if (!stopping)
    throw new Trouble(
      `VS Code for the browser ended by itself (exit status ${status}). Its log is ${path.join(home, 'server.log')}.`,
    );
}

function fail(error) {
  console.error(error instanceof Trouble || error.code == null ? error.message : error.stack);
  process.exit(3);
}

async function main() {
  const { folder, browser } = choices(process.argv.slice(2));
  const { node24, setUp } = await import('../test/e2e/setup.mjs');
  const node = node24();
  if (node !== process.execPath && Number(process.versions.node.split('.')[0]) < 24) {
    const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    // Ctrl+C reaches the child by itself; waiting for it is all there is to do.
    process.on('SIGINT', () => {});
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    child.on('exit', status => process.exit(status ?? 130));
    return;
  }
  // A folder that is not there is said before anything is built.
  if (folder != null) backupFolder(node, folder);
  build(node);
  const opened = backupFolder(node, folder);
  const code = browser ? undefined : findCode();
  if (code != null) openDesktop(code, opened);
  else {
    if (!browser) console.log('VS Code ("code") is not on PATH: starting VS Code for the browser instead.');
    await openBrowser(opened, setUp);
  }
}

main().catch(fail);
