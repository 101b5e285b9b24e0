import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Addresses of webviews' own files, which the webview's service worker answers from this machine. */
const answeredHere = /^https:\/\/[^/]*\.vscode-cdn\.net\//;
/** What Chromium and the webview's policy say of something that was blocked. */
const blocked = /content security policy|refused to (?:load|execute|apply|connect|frame)|violates the following/i;

/** All that a page asked for, and what its console said, from its first moment on. */
export class Traffic {
  readonly #outside = new Set<string>();
  readonly #unanswered = new Set<string>();
  readonly #blocked = new Set<string>();
  #requests = 0;

  constructor(page: Page, server: string) {
    const { host } = new URL(server);
    const own = (address: string): boolean => {
      const url = new URL(address);
      return ['data:', 'blob:'].includes(url.protocol) || url.host === host;
    };
    page.on('request', request => {
      this.#requests++;
      const address = request.url();
      if (!own(address) && !answeredHere.test(address)) this.#outside.add(address);
    });
    page.on('response', response => {
      if (answeredHere.test(response.url()) && !response.fromServiceWorker()) this.#unanswered.add(response.url());
    });
    page.on('websocket', socket => {
      if (!own(socket.url())) this.#outside.add(socket.url());
    });
    page.on('console', message => {
      if (blocked.test(message.text())) this.#blocked.add(`${message.text()} (${message.location().url})`);
    });
  }

  /** Fails where anything was asked of another machine. */
  assertStayedHere(): void {
    assert.ok(this.#requests > 0, 'the page was watched');
    assert.deepEqual([...this.#outside], [], 'requests to other machines');
    assert.deepEqual([...this.#unanswered], [], 'files of webviews that the service worker did not answer');
  }

  /** Fails where a page wanted what its policy forbids. */
  assertNothingBlocked(): void {
    assert.deepEqual([...this.#blocked], []);
  }
}
