// Serves a webview as VS Code would frame it: the built script and style, a strict policy, a theme's variables.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import esbuild from 'esbuild';
import sharp from 'sharp';
import type { GridItem } from '../../src/protocol/grid.ts';
import { itemOf } from './fakeset.ts';
import { landscape } from './pictures.ts';

const here = import.meta.dirname;
const webview = path.join(here, '../../src/webview');

const themes: Record<string, string> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hc: 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast vscode-high-contrast-light',
};

const thumbnails = new Map<string, Promise<Buffer>>();

/** As the product's: WebP, 256 px at most. A few for each shape, since a test looks at thousands. */
function thumbnail(item: GridItem): Promise<Buffer> {
  const scale = 256 / Math.max(item.width, item.height);
  const [width, height] = [Math.round(item.width * scale), Math.round(item.height * scale)];
  const key = `${width}x${height}-${item.id % 12}`;
  let made = thumbnails.get(key);
  if (made === undefined) {
    made = sharp(Buffer.from(landscape(item.id, width, height)))
      .webp({ quality: 70 })
      .toBuffer();
    thumbnails.set(key, made);
  }
  return made;
}

export interface Harness {
  readonly address: string;
  close(): Promise<void>;
}

export async function serve(): Promise<Harness> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-webview-'));
  await esbuild.build({
    entryPoints: {
      grid: path.join(webview, 'grid/grid.ts'),
      details: path.join(webview, 'details/details.ts'),
      fakehost: path.join(here, 'fakehost.ts'),
      keytable: path.join(here, 'keytable.ts'),
    },
    bundle: true,
    outdir: folder,
    platform: 'browser',
    target: 'chrome132',
    format: 'iife',
    loader: { '.svg': 'text' },
    logLevel: 'warning',
  });
  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, kind = '', file = ''] = url.pathname.split('/');
    const say = (type: string, body: string | Buffer, headers: http.OutgoingHttpHeaders = {}) =>
      response.writeHead(200, { 'content-type': type, ...headers }).end(body);
    if (kind === 'grid' || kind === 'details') {
      const nonce = randomBytes(16).toString('base64');
      say('text/html; charset=utf-8', page(kind, url.searchParams.get('theme') ?? 'dark', nonce), {
        'content-security-policy': policy(nonce, `http://${request.headers.host}`),
      });
    } else if (kind === 'thumbs' || kind === 'previews') {
      const item = itemOf(Number.parseInt(file, 10));
      if (kind === 'previews') say('image/svg+xml', landscape(item.id, item.width, item.height));
      else thumbnail(item).then(picture => say('image/webp', picture, { 'cache-control': 'max-age=3600' }));
    } else if (kind === 'themes.css') say('text/css', fs.readFileSync(path.join(here, 'themes.css')));
    else if (/^(grid|details|fakehost|keytable)\.(js|css)$/.test(kind) && fs.existsSync(path.join(folder, kind)))
      say(kind.endsWith('.js') ? 'text/javascript' : 'text/css', fs.readFileSync(path.join(folder, kind)));
    else response.writeHead(kind === 'favicon.ico' ? 204 : 404).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What the extension sends too. */
const policy = (nonce: string, origin: string) =>
  [
    "default-src 'none'",
    `img-src ${origin} blob:`,
    `style-src ${origin} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `connect-src ${origin}`,
    `font-src ${origin}`,
  ].join('; ');

function page(view: string, theme: string, nonce: string): string {
  const style =
    view === 'details' ? 'background: var(--vscode-sideBar-background)' : 'background: var(--vscode-editor-background)';
  const kind = (themes[theme] ?? 'vscode-dark').split(' ').at(-1);
  return `<!doctype html>
<html lang="en" data-theme="${theme}">
<head>
<meta charset="utf-8">
<meta property="csp-nonce" content="${nonce}">
<title>${view}</title>
<style nonce="${nonce}">body { padding: 0 20px; ${style} } img, video { max-width: 100%; max-height: 100%; }</style>
<link rel="stylesheet" href="/themes.css">
<link rel="stylesheet" href="/${view}.css">
</head>
<body class="${themes[theme]}" data-vscode-theme-kind="${kind}">
<script nonce="${nonce}" src="/fakehost.js"></script>
<script nonce="${nonce}" src="/keytable.js"></script>
<script nonce="${nonce}" src="/${view}.js"></script>
</body>
</html>`;
}

// Run by hand: node test/webview/server.ts, then open /grid?set=many&theme=light in a browser.
if (process.argv[1] === import.meta.filename) {
  const { address } = await serve();
  console.log(`${address}/grid?set=many\n${address}/details`);
}
