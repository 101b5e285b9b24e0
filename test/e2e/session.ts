import { after, afterEach, before, type TestContext } from 'node:test';
import { openWindow, type Window, type WindowOptions } from './window.ts';

/** What a test file does its work with. Good from the first test on. */
export type Session = Omit<Window, 'close'>;

/** One window for all tests of a file: a fresh page costs up to half a minute. */
export function session(options: WindowOptions = {}): Session {
  let window: Window | undefined;

  before(
    async () => {
      window = await openWindow(options);
    },
    { timeout: 300_000 },
  );

  afterEach(async context => {
    const { name, passed } = context as TestContext & { readonly passed: boolean };
    if (passed) return;
    await window?.bench.screenshot(`failed-${name.replaceAll(/[^\w]+/g, '-').slice(0, 60)}`).catch(() => {});
  });

  after(() => window?.close(), { timeout: 60_000 });

  const ready = (): Window => {
    if (window == null) throw new Error('The session is not up yet: use it within tests only.');
    return window;
  };
  return {
    get scratch() {
      return ready().scratch;
    },
    get backup() {
      return ready().backup;
    },
    get cache() {
      return ready().cache;
    },
    get cli() {
      return ready().cli;
    },
    get traffic() {
      return ready().traffic;
    },
    get bench() {
      return ready().bench;
    },
    get server() {
      return ready().server;
    },
  };
}
