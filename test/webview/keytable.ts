// Gives a test the product's own table of keys.
import { type KeyGroup, keyGroups } from '../../src/webview/keys.ts';

declare global {
  interface Window {
    keyGroups: readonly KeyGroup[];
  }
}

window.keyGroups = keyGroups;
