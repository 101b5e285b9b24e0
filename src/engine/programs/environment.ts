/** Programs get an environment of ours: PERL5OPT, LD_PRELOAD and their like would run other people's code. */

/** What programs need to be found, to start and to write temporary files. */
const NEEDED = ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'TMPDIR', 'LD_LIBRARY_PATH'] as const;

/** @param home a folder of Keepsake's own: programs look for their settings there */
export function cleanEnvironment(home: string, from: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = { HOME: home, LC_ALL: 'C', TZ: 'UTC' };
  for (const name of NEEDED) if (from[name] != null) kept[name] = from[name];
  return kept;
}
