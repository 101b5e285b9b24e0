/** What a link of the backup says: from its own folder, so that it leads there wherever the backup lies. */
import { Buffer } from 'node:buffer';
import type { Name } from '../backup/name.ts';

/**
 * @param path of the link @param target what it leads to; both relative to the backup
 * @returns bytes: `../../2019/07/01/IMG_1.jpg`
 */
export function linkText({ text: path }: Name, { text, raw }: Name): Buffer {
  const up = '../'.repeat(path.split('/').length - 1);
  return Buffer.concat([Buffer.from(up), raw ?? Buffer.from(text)]);
}
