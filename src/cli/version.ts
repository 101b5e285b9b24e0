/** The version of the package, which the build puts in; from sources it is read. */
import fs from 'node:fs';

declare const KEEPSAKE_VERSION: string | undefined;

export const VERSION: string =
  typeof KEEPSAKE_VERSION === 'string'
    ? KEEPSAKE_VERSION
    : (JSON.parse(fs.readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string })
        .version;
