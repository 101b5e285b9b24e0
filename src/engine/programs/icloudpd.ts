/** icloudpd (MIT), which downloads from iCloud Photos: where it is installed. */
import path from 'node:path';
import { isProgram, programOnPath } from './programOnPath.ts';

/**
 * @param named absolute path that the person gave, which wins
 * @returns absolute path: the named one, else KEEPSAKE_ICLOUDPD, else the first on PATH; undefined where none is
 */
export function findIcloudpd(named?: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const chosen = named || env.KEEPSAKE_ICLOUDPD;
  if (chosen) return path.isAbsolute(chosen) && isProgram(chosen) ? chosen : undefined;
  return programOnPath(process.platform === 'win32' ? 'icloudpd.exe' : 'icloudpd', env.PATH ?? '');
}

/** Through which it may have to go to reach iCloud, and dates of folders that are the same wherever it runs. */
export function icloudpdEnvironment(env: NodeJS.ProcessEnv = process.env): Readonly<Record<string, string>> {
  const kept: Record<string, string> = { TZ: 'UTC' };
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'])
    for (const form of [name, name.toLowerCase()]) {
      const value = env[form];
      if (value != null) kept[form] = value;
    }
  return kept;
}
