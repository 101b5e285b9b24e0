// npm test: everything. npm run test:unit and its like: one part. Sets up first what is missing, runs the parts one
// after the other (they would only be in each other's way; but what does one thing at a time goes beside another such),
// and says at the end how many tests passed and failed, adding up what Node's test runner says. Exit status 1 if anything failed, 3 if it could not be run.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
process.chdir(root);
const [onlyPart, ...given] = process.argv.slice(2);
const bin = name => path.join(root, 'node_modules', '.bin', name);

/** Node's test runner over the files of these patterns. */
const suite = (name, patterns, { concurrency, timeout = 600_000, drives = false } = {}) => ({
  name,
  patterns,
  concurrency,
  timeout,
  drives,
});
const parts = {
  unit: suite('unit tests', ['test/unit/**/*.test.ts']),
  integration: suite('integration tests', ['test/integration/**/*.test.ts'], { concurrency: 2 }),
  webview: suite('webview tests', ['test/webview/**/*.test.ts'], { concurrency: 1, drives: true }),
  acceptance: suite('acceptance tests', ['test/acceptance/**/*.test.ts'], { concurrency: 1, timeout: 1_200_000 }),
  // Two windows: each waits most of the time.
  e2e: suite('end-to-end tests', ['test/e2e/*.spec.ts'], { concurrency: 2, timeout: 1_200_000, drives: true }),
};

const env = { ...process.env };
delete env.NODE_TEST_CONTEXT;

const show = text => void process.stdout.write(text);

/** Runs a program; gives its exit status and what it printed, which is shown as well. */
function run(program, args, more = {}, print = show) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...env, ...more }, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', chunk => {
      text += chunk;
      print(chunk);
    });
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status: status ?? (signal ? 130 : 3), text }));
  });
}

/** The figures that the runner prints last: `# pass 12` or `ℹ pass 12`. */
function figures(coloured) {
  const text = stripVTControlCharacters(coloured);
  const figure = name =>
    [...text.matchAll(new RegExp(`^(?:#|ℹ) ${name} (\\d+)$`, 'gm'))].reduce((sum, match) => sum + Number(match[1]), 0);
  return {
    passed: figure('pass'),
    failed: figure('fail') + figure('cancelled'),
    skipped: figure('skipped') + figure('todo'),
  };
}

const total = { passed: 0, failed: 0, skipped: 0 };
const broken = [];
/** Passed at the second go only. */
const unsteady = [];

async function check(name, program, args) {
  console.log(`\n== ${name}`);
  const { status } = await run(program, args);
  if (status !== 0) broken.push(name);
  return status === 0;
}

/** The files of the tests that the runner lists as failed at its end. */
function filesFailed(coloured, files) {
  const text = stripVTControlCharacters(coloured);
  const named = new Set([...text.matchAll(/^test at (.+?):\d+:\d+$/gm)].map(match => match[1]));
  return files.filter(file => [...named].some(name => name === file || name.endsWith(`/${file}`)));
}

/**
 * What drives a browser hangs on the clock of a busy machine: a file of such tests that failed is run once more, and
 * that it had to be is said at the end. All other tests have one go.
 */
async function test({ name, patterns, concurrency, timeout, drives }, more = {}, print = show) {
  const files = given.length > 0 ? given : patterns.flatMap(pattern => fs.globSync(pattern)).sort();
  if (files.length === 0) return;
  print(`\n== ${name} (${files.length} files)\n`);
  const options = ['--test', '--test-reporter=spec', `--test-timeout=${timeout}`];
  if (concurrency != null) options.push(`--test-concurrency=${concurrency}`);
  let { status, text } = await run(process.execPath, [...options, ...files], more, print);
  let found = figures(text);
  const again = drives && found.failed > 0 ? filesFailed(text, files) : [];
  if (again.length > 0) {
    print(`\n== ${name}: once more, what failed in ${again.join(', ')}\n`);
    const second = await run(process.execPath, [...options, ...again], more, print);
    const then = figures(second.text);
    if (second.status === 0 && then.failed === 0 && then.passed > 0) {
      unsteady.push(...again.map(file => `${file} (${found.failed} failed at first)`));
      found = { ...found, passed: found.passed + found.failed, failed: 0 };
      status = 0;
    }
  }
  for (const key of Object.keys(total)) total[key] += found[key];
  // A whole suite that is skipped is told of in the list, but not in the figures.
  if (found.passed + found.failed + found.skipped === 0) {
    found.skipped = [...stripVTControlCharacters(text).matchAll(/^\s*﹣ /gm)].length;
    total.skipped += found.skipped;
  }
  // A runner that died before its figures must not pass for success.
  if (status !== 0 && found.failed === 0) broken.push(name);
  if (found.passed + found.failed + found.skipped === 0) broken.push(`${name}: nothing was run`);
}

/** Some parts at the same time; what the others say is shown when the first has ended. */
async function beside([first, ...others], more) {
  const held = others.map(() => []);
  const all = others.map((suite, i) => test(suite, more, text => void held[i].push(text)));
  await test(first, more);
  for (const [i, one] of all.entries()) {
    await one;
    for (const text of held[i]) show(text);
  }
}

/** What the end-to-end tests stand on: code-server, compiled, and the extension, packed. */
async function stage() {
  console.log('\n== set-up of the end-to-end tests');
  const { setUp } = await import('../test/e2e/setup.mjs');
  const { isFresh, pack, vsixFile } = await import('./package.mjs');
  setUp();
  if (!isFresh()) pack();
  return { KEEPSAKE_VSIX: vsixFile() };
}

/** Programs that the tests use and that npm can't bring; without them the tests could not say anything. */
async function needed() {
  const { findChromium } = await import('../test/e2e/chromium.ts');
  const missing = [];
  if (findChromium() == null) missing.push('Chromium or Google Chrome (or its path in the variable CHROMIUM)');
  const onPath = program =>
    (env.PATH ?? '').split(path.delimiter).some(folder => folder && fs.existsSync(path.join(folder, program)));
  for (const program of ['perl', 'python3', 'make', 'g++']) if (!onPath(program)) missing.push(program);
  return missing;
}

async function main() {
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new Error(
      `The tests run on Node 24, and this is ${process.version}. Start them with "npm test", which brings it, after "npm ci".`,
    );
  if (onlyPart != null && !Object.hasOwn(parts, onlyPart))
    throw new Error(`There is no part "${onlyPart}". Parts: ${Object.keys(parts).join(', ')}.`);
  const wants = part => onlyPart == null || onlyPart === part;
  const drives = wants('webview') || wants('e2e');
  if (drives) {
    const missing = await needed();
    if (missing.length > 0)
      throw new Error(
        `The tests in the real VS Code need what is not on this machine: ${missing.join(', ')}.\n` +
          'On Debian or Ubuntu: sudo apt-get install chromium fonts-dejavu-core perl python3 make g++\n' +
          'Tests that need none of it: npm run test:unit. Nothing was run.',
      );
  }
  if (!(await check('build', process.execPath, ['scripts/build.mjs']))) return;
  const staged = drives ? await stage() : {};
  if (onlyPart == null) {
    await check('lint', bin('biome'), ['check', '.']);
    for (const project of ['.', 'src/webview', 'test/webview', 'test/e2e'])
      if (fs.existsSync(path.join(project, 'tsconfig.json')))
        await check(`types of ${project}`, bin('tsc'), ['--noEmit', '-p', project]);
  }
  for (const together of [['unit'], ['integration'], ['webview', 'acceptance'], ['e2e']]) {
    const suites = together.filter(wants).map(part => parts[part]);
    if (suites.length > 0) await beside(suites, staged);
  }
}

let status = 0;
try {
  await main();
} catch (error) {
  console.error(`\n${error.message}`);
  status = 3;
}
if (unsteady.length > 0) console.log(`\nPassed at the second go only: ${unsteady.join(', ')}`);
if (broken.length > 0) console.log(`\nNot in order: ${broken.join(', ')}`);
if (broken.length + total.failed > 0) status = 1;
// Checks that are no tests count as one each where they failed: nothing that is wrong hides behind a nought.
console.log(`\n${total.passed} passed, ${total.failed + broken.length} failed, ${total.skipped} skipped`);
process.exit(status);
