// Bundles the product into dist/: what VS Code loads, what a person runs, and what the webviews load.
import fs from 'node:fs';
import esbuild from 'esbuild';

const watch = process.argv.includes('--watch');
// Native or licensed to stand alone: loaded from node_modules at run time, never bundled.
const external = ['vscode', 'better-sqlite3', 'sharp', 'exiftool-vendored', 'libheif-js'];
const { version } = JSON.parse(fs.readFileSync('package.json', 'utf8'));
const common = {
  define: { KEEPSAKE_VERSION: JSON.stringify(version) },
  bundle: true,
  sourcemap: true,
  minify: !watch && !process.env.NOMIN,
  logLevel: 'warning',
  outdir: 'dist',
};
// Bundled CommonJS packages ask for `require`, which an ES module lacks.
const banner = {
  js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
};

const program = entryPoints => ({
  ...common,
  entryPoints,
  platform: 'node',
  target: 'node22',
  format: 'esm',
  // What a command doesn't need isn't loaded. Flat, for parts find one another beside themselves.
  splitting: true,
  chunkNames: 'part-[hash]',
  banner,
  external,
});

const builds = [
  {
    ...common,
    entryPoints: { extension: 'src/extension/extension.ts' },
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    external,
  },
  // By itself: what it shares with the others would be cut into ever smaller parts, each of which takes its time to load.
  program({ cli: 'src/cli/main.ts' }),
  program({ carry: 'src/engine/jobs/exporting/carrying/carrierThread.ts' }),
  // Whole: a thread has no cache of compiled parts.
  { ...program({ look: 'src/engine/jobs/surveying/lookAheadThread.ts' }), splitting: false, banner: {} },
  program({
    server: 'src/server/main.ts',
    media: 'src/server/media/process.ts',
    heif: 'src/engine/media/heif/worker.ts',
  }),
  {
    ...common,
    entryPoints: { grid: 'src/webview/grid/grid.ts', details: 'src/webview/details/details.ts' },
    platform: 'browser',
    target: 'chrome132',
    format: 'iife',
    loader: { '.svg': 'text', '.ttf': 'file' },
  },
];

fs.rmSync('dist', { recursive: true, force: true });
if (watch) {
  for (const options of builds) await (await esbuild.context(options)).watch();
  console.log('[watch] build finished');
} else {
  await Promise.all(builds.map(options => esbuild.build(options)));
  fs.chmodSync('dist/cli.js', 0o755);
}
