import { stat } from 'node:fs/promises';

/** Changes with a file's name, size and time. */
export async function fileStamp(file: string): Promise<string> {
  const { size, mtimeMs } = await stat(file);
  return `${file}\0${size}\0${mtimeMs}`;
}
