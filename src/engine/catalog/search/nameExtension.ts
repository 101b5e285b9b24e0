import path from 'node:path';

/** With its dot, in lower case; '' where there is none. */
export const extensionOf = (name: string): string => path.posix.extname(name.trimEnd()).toLowerCase();

/** Each once. */
export const extensionsOf = (names: readonly string[]): readonly string[] =>
  [...new Set(names.map(extensionOf))].filter(extension => extension !== '');
