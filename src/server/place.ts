/** Where a file that an editor names lies within a backup. */
import fs from 'node:fs';
import path from 'node:path';

/**
 * @param root absolute path of the backup
 * @param given absolute, or relative to the backup with `/`
 * @returns relative to the backup, with `/`; undefined where the file is not within it
 */
export function placeInBackup(root: string, given: string): string | undefined {
  if (given.includes('\0')) return undefined;
  if (!path.isAbsolute(given)) return below(root, path.resolve(root, given));
  // One may be named through a symbolic link, and the other not.
  return (
    below(root, given) ?? below(realFolder(root), path.join(realFolder(path.dirname(given)), path.basename(given)))
  );
}

function below(root: string, file: string): string | undefined {
  const relative = path.relative(root, file);
  const outside = relative === '' || relative === '..' || relative.startsWith(`..${path.sep}`);
  return outside || path.isAbsolute(relative) ? undefined : relative.split(path.sep).join('/');
}

/** What is not there stands for itself. */
function realFolder(folder: string): string {
  try {
    return fs.realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}
