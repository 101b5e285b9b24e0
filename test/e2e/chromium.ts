/** Where systems keep Chromium or Chrome. */
import fs from 'node:fs';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Absolute path of the browser, or undefined where there is none; the variable CHROMIUM names another. */
export function findChromium(): string | undefined {
  return [process.env.CHROMIUM, ...places].find(file => file != null && file !== '' && fs.existsSync(file));
}
