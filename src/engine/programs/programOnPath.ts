/** Where a program lies that the person has installed. */
import fs from 'node:fs';
import path from 'node:path';

/** @returns absolute path of the first in these folders; an empty or relative one is the working folder, which may be anybody's */
export function programOnPath(name: string, folders: string): string | undefined {
  return folders
    .split(path.delimiter)
    .filter(folder => path.isAbsolute(folder))
    .map(folder => path.join(folder, name))
    .find(isProgram);
}

/**
 * The perl that runs ExifTool: the one that KEEPSAKE_PERL names (absolute), else the system's, which has what ExifTool
 * needs, else the first on PATH.
 */
export function findPerl(folders?: string, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = env.KEEPSAKE_PERL;
  if (named && folders == null) return path.isAbsolute(named) && isProgram(named) ? named : undefined;
  return programOnPath('perl', folders ?? `/usr/bin${path.delimiter}${env.PATH ?? ''}`);
}

export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
