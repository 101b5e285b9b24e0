import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { makeSample } from '../../scripts/sample/make.ts';
import { findChromium } from './chromium.ts';
import { type CodeServer, startCodeServer } from './codeServer.ts';
import { quietSettings } from './settings.ts';
import { isSetUp } from './setup.mjs';
import { Traffic } from './traffic.ts';
import { Workbench } from './workbench.ts';

const root = path.join(import.meta.dirname, '..', '..');
const state = path.join(root, '.e2e');

function installedCli(home: string): string {
  const [file] = fs.globSync(path.join(home, 'extensions', '*', 'dist', 'cli.js'));
  if (file == null) throw new Error('The extension is not installed, or has no command line.');
  return file;
}

/** A copy of the small sample backup, drawn once and kept for the next run. */
export async function sampleBackup(to: string, photos = 24): Promise<void> {
  const kept = path.join(state, `sample-${photos}`);
  if (!fs.existsSync(kept)) {
    const fresh = `${kept}.${process.pid}`;
    await makeSample(fresh, photos);
    try {
      fs.renameSync(fresh, kept);
    } catch (error) {
      // Another window drew it meanwhile: the same.
      if (!fs.existsSync(kept)) throw error;
      fs.rmSync(fresh, { recursive: true });
    }
  }
  fs.cpSync(kept, to, { recursive: true, preserveTimestamps: true });
}

/** Where the files of a window are, all below its scratch folder. */
export interface Places {
  /** A copy of the sample backup that may be done anything to. */
  readonly backup: string;
  /** The cache folder of Keepsake. */
  readonly cache: string;
  /** A folder of this window's own, gone afterwards. */
  readonly scratch: string;
  /** The command line that the extension brings and runs as its jobs. */
  readonly cli: string;
}

export interface WindowOptions {
  /** How many shots the sample backup has; 0 for an empty folder. */
  readonly photos?: number;
  /** What has to be so before the window opens. */
  readonly prepare?: (places: Places) => void | Promise<void>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceTrust?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Window extends Places {
  readonly bench: Workbench;
  readonly server: CodeServer;
  readonly traffic: Traffic;
  /** Ends browser and server, and takes the files away. */
  close(): Promise<void>;
}

/**
 * Opens the real VS Code, in a browser, on a copy of the sample backup. The extension is installed from the VSIX
 * that the variable KEEPSAKE_VSIX names.
 */
export async function openWindow(options: WindowOptions = {}): Promise<Window> {
  if (!isSetUp()) throw new Error('The VS Code of the tests is not set up. Run "npm run test:e2e", which does it.');
  const executablePath = findChromium();
  if (executablePath == null)
    throw new Error(
      'Chromium or Chrome was not found. Install it (Debian: apt-get install chromium) or name it in the variable CHROMIUM.',
    );
  const vsix = process.env.KEEPSAKE_VSIX;
  if (vsix == null)
    throw new Error('KEEPSAKE_VSIX must name the packed extension. Run "npm run test:e2e", which packs it.');

  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-e2e-'));
  const backup = path.join(scratch, 'Family Photos');
  // Catalog and thumbnails of the tests stay out of the person's own cache.
  const cache = path.join(scratch, 'cache', 'keepsake');
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    if (process.env.KEEPSAKE_E2E_KEEP == null)
      fs.rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    if (options.photos === 0) fs.mkdirSync(backup);
    else await sampleBackup(backup, options.photos);
    server = await startCodeServer({
      home: path.join(scratch, 'vscode'),
      settings: { ...quietSettings, ...options.settings },
      vsix,
      workspaceTrust: options.workspaceTrust ?? false,
      env: { XDG_CACHE_HOME: path.dirname(cache), ...options.env },
    });
    const places = { backup, cache, scratch, cli: installedCli(server.home) };
    await options.prepare?.(places);
    browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // So that a test can tell what a page holds in memory.
        '--enable-precise-memory-info',
        '--js-flags=--expose-gc',
      ],
    });
    const page = await browser.newPage({
      viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
      locale: 'en-GB',
      timezoneId: 'Europe/Lisbon',
    });
    page.setDefaultTimeout(45_000);
    const traffic = new Traffic(page, server.url);
    const bench = new Workbench(page, server);
    await bench.open(backup);
    return { ...places, bench, server, traffic, close };
  } catch (error) {
    await close();
    throw error;
  }
}
