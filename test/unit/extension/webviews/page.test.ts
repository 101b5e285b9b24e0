import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newNonce } from '../../../../src/extension/webviews/nonce.ts';
import { webviewPage } from '../../../../src/extension/webviews/page.ts';
import { WantedThumbs } from '../../../../src/extension/webviews/wanted-thumbs.ts';

const page = (nonce: string, title = 'All photos') =>
  webviewPage({ cspSource: 'https://source.test', nonce, script: 'grid.js', style: 'grid.css', language: 'en', title });
const policy = (html: string) =>
  (/Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? '').replaceAll('&#39;', "'");

test('the page loads nothing but its own', () => {
  const html = policy(page('abc'));
  assert.match(html, /^default-src 'none'; script-src 'nonce-abc';/);
  assert.doesNotMatch(html, /unsafe|\*|https?:(?!\/\/source\.test)/);
});

test('script and style carry the nonce of their page', () => {
  const nonce = newNonce();
  const html = page(nonce);
  assert.equal(html.match(/<(script|link)[^>]*>/g)?.filter(tag => tag.includes(`nonce="${nonce}"`)).length, 2);
  assert.match(html, new RegExp(`<meta property="csp-nonce" content="${nonce}">`));
  assert.notEqual(newNonce(), nonce);
});

test('a title can not break out of the page', () => {
  assert.doesNotMatch(page('abc', '"><script>alert(1)</script>'), /<script>/);
});

test('the view that asked last is served first, and each photo once', () => {
  const wanted = new WantedThumbs();
  const [grid, details] = [{}, {}];
  assert.deepEqual(wanted.want(grid, [1, 2, 3]), [1, 2, 3]);
  assert.deepEqual(wanted.want(details, [3, 4]), [3, 4, 1, 2]);
  assert.deepEqual(wanted.want(grid, [9]), [9, 3, 4]);
  wanted.forget(details);
  assert.deepEqual(wanted.want(grid, [9, 10]), [9, 10]);
});
