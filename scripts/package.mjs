// Packs the extension for the system this runs on: npm run package. The VSIX carries what esbuild leaves out
// (database, pixels, metadata, HEIC) from node_modules, in the versions of the lock file and without the parts for
// other systems; nothing is downloaded.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const external = ['better-sqlite3', 'sharp', 'exiftool-vendored', 'libheif-js'];
/** Needed for compiling or for types only. */
const unneeded = new Set(['node-addon-api', '@types/luxon']);
const read = file => JSON.parse(fs.readFileSync(file, 'utf8'));

/** `linux-x64`, `alpine-x64`, `darwin-arm64`, `win32-x64`: how VS Code calls this system. */
export function target() {
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  return `${musl ? 'alpine' : process.platform}-${process.arch}`;
}

/** Where the VSIX of this version for this system is put. */
export function vsixFile() {
  return path.join(root, `keepsake-${target()}-${read(path.join(root, 'package.json')).version}.vsix`);
}

/** Whether nothing that goes into the VSIX is newer than it. */
export function isFresh() {
  const vsix = vsixFile();
  if (!fs.existsSync(vsix)) return false;
  const made = fs.statSync(vsix).mtimeMs;
  return ['package.json', 'package.nls.json', 'dist', 'media', 'scripts/package.mjs'].every(
    name => newest(path.join(root, name)) <= made,
  );
}

function newest(file) {
  if (!fs.existsSync(file)) return Number.POSITIVE_INFINITY;
  const stat = fs.statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(0, ...fs.readdirSync(file).map(name => newest(path.join(file, name))));
}

/** The packages that have to go along, by name: the four and all that they need at run time on this system. */
function closure() {
  const found = new Map();
  const visit = name => {
    const folder = path.join(root, 'node_modules', name);
    if (found.has(name) || unneeded.has(name) || !fs.existsSync(folder)) return;
    const { dependencies = {}, optionalDependencies = {} } = read(path.join(folder, 'package.json'));
    found.set(name, folder);
    for (const next of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]) visit(next);
  };
  for (const name of external) {
    if (!fs.existsSync(path.join(root, 'node_modules', name)))
      throw new Error(`${name} is not in node_modules. Run "npm ci" first.`);
    visit(name);
  }
  return found;
}

/** Whether a file of a package, by its path within it, is of use at run time here. */
function wanted(name, file) {
  if (/\.(map|d\.ts|d\.cts|d\.mts|[ch]pp|markdown)$/.test(file)) return false;
  const top = file.split('/')[0];
  if (name === 'better-sqlite3') {
    if (['deps', 'src', 'binding.gyp'].includes(top)) return false;
    const native = `${target().replace('alpine', 'linuxmusl')}.node`;
    if (file.startsWith('prebuilds/')) return file === `prebuilds/${native}`;
  }
  if (name === 'luxon')
    return (
      !['src', 'build'].includes(top) ||
      file === 'build' ||
      file.startsWith('build/node') ||
      file === 'build/package.json'
    );
  // The build without WebAssembly is not used; its licence stays.
  if (name === 'libheif-js' && file.startsWith('libheif/')) return file.endsWith('LICENSE');
  if (name === 'libheif-js' && /libheif-wasm\/libheif(\.js|\.wasm|-bundle\.mjs)$/.test(file)) return false;
  if (name === 'exiftool-vendored.pl') return !/^bin\/(t|html|config_files|fmt_files)(\/|$)/.test(file);
  if (name === 'batch-cluster' || name === 'exiftool-vendored') return !/^(src|docs|coverage)(\/|$)/.test(file);
  return true;
}

/** Pictures of the README: VS Code's own page of an installed extension has no place to load them from. */
const readmePictures = path.join(root, 'media', 'readme');

/** Lays out what is to be packed in `stage`. */
function lay(stage) {
  fs.rmSync(stage, { recursive: true, force: true });
  fs.mkdirSync(stage, { recursive: true });
  for (const name of ['dist', 'media', 'README.md', 'CHANGELOG.md', 'LICENSE'])
    if (fs.existsSync(path.join(root, name)))
      fs.cpSync(path.join(root, name), path.join(stage, name), {
        recursive: true,
        filter: from => !from.endsWith('.map') && from !== readmePictures,
      });
  for (const name of fs.readdirSync(root))
    if (/^package\.nls.*\.json$/.test(name)) fs.copyFileSync(path.join(root, name), path.join(stage, name));
  const readme = path.join(stage, 'README.md');
  fs.writeFileSync(
    readme,
    fs.readFileSync(readme, 'utf8').replaceAll(/^!\[[^\]]*\]\(media\/readme\/[^)]*\)\n\n?/gm, ''),
  );
  const packages = closure();
  const manifest = read(path.join(root, 'package.json'));
  manifest.dependencies = Object.fromEntries(
    external.map(name => [name, read(path.join(root, 'node_modules', name, 'package.json')).version]),
  );
  for (const key of ['scripts', 'devDependencies', 'allowScripts', 'private', 'bin']) delete manifest[key];
  fs.writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));
  // Our own list of what to leave out is above; without this file vsce asks for one.
  fs.writeFileSync(path.join(stage, '.vscodeignore'), '');
  for (const [name, from] of packages) {
    const to = path.join(stage, 'node_modules', name);
    fs.cpSync(from, to, {
      recursive: true,
      filter: file => {
        const within = path.relative(from, file).split(path.sep).join('/');
        return within === '' || (within !== 'node_modules' && wanted(name, within));
      },
    });
    const own = read(path.join(to, 'package.json'));
    for (const key of ['dependencies', 'optionalDependencies'])
      if (own[key]) own[key] = Object.fromEntries(Object.entries(own[key]).filter(([next]) => packages.has(next)));
    for (const key of ['scripts', 'devDependencies']) delete own[key];
    fs.writeFileSync(path.join(to, 'package.json'), JSON.stringify(own, null, 2));
  }
}

/** Packs dist/, which must be built. Gives the file. */
export function pack(say = console.log) {
  if (!fs.existsSync(path.join(root, 'dist', 'extension.cjs')))
    throw new Error('There is nothing to pack. Run "npm run build" first.');
  const stage = path.join(root, '.e2e', 'stage');
  const vsix = vsixFile();
  lay(stage);
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Its warnings (that a bundled extension would have fewer files) are about the choice made above.
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      vsce,
      'package',
      '--target',
      target(),
      '--out',
      vsix,
      '--allow-missing-repository',
      '--skip-license',
      '--no-rewrite-relative-links',
    ],
    { cwd: stage, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`vsce could not pack the extension:\n${stderr}`);
  fs.rmSync(stage, { recursive: true });
  say(`${path.basename(vsix)}: ${(fs.statSync(vsix).size / 1e6).toFixed(1)} MB`);
  return vsix;
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    pack();
  } catch (error) {
    console.error(error.message);
    process.exit(3);
  }
}
