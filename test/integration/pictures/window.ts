/** A window's pictures, as the server has them, for tests: a cache of its own and what was answered. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { thumbKey } from '../../../src/engine/media/thumbnail/key.ts';
import type { ThumbState } from '../../../src/protocol/picture.ts';
import { type PictureSource, Pictures } from '../../../src/server/media/pictures.ts';

export const ENTRY = new URL('../../../src/server/media/process.ts', import.meta.url);

export interface Window {
  readonly folder: string;
  readonly cacheDir: string;
  readonly pictures: Pictures;
  readonly answers: Map<number, ThumbState>;
  readonly log: string[];
  /** Writes a file and says what is wanted of it. */
  source(name: string, content: Buffer, kind?: PictureSource['kind']): PictureSource;
  /** Wants all of them and waits until each is answered. */
  all(items: readonly PictureSource[]): Promise<Map<number, ThumbState>>;
  end(): Promise<void>;
}

export function openWindow(
  options: { readonly ffmpeg?: string; readonly cacheDir?: string; readonly noPrograms?: boolean } = {},
): Window {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'keepsake-window-'));
  const cacheDir = options.cacheDir ?? path.join(folder, 'cache');
  const answers = new Map<number, ThumbState>();
  const log: string[] = [];
  let answered = () => {};
  let ids = 0;
  const pictures = new Pictures({
    ...options,
    cacheDir,
    processEntry: ENTRY,
    onThumb: state => {
      answers.set(state.id, state);
      answered();
    },
    log: (level, message) => log.push(`${level}: ${message}`),
  });
  return {
    folder,
    cacheDir,
    pictures,
    answers,
    log,
    source(name, content, kind = 'image') {
      const file = path.join(folder, name);
      fs.writeFileSync(file, content);
      const key = thumbKey(file, content.length);
      return { id: ++ids, file, key, kind, width: 0, height: 0, fileType: '' };
    },
    all(items) {
      answers.clear();
      return new Promise(resolve => {
        answered = () => {
          if (items.every(item => answers.has(item.id))) resolve(answers);
        };
        pictures.want(items);
      });
    },
    async end() {
      await pictures.end();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The media processes that this process has now (Linux). */
export function mediaProcesses(): number[] {
  const children = fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.map(Number).filter(pid => {
    try {
      return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('media/process.ts');
    } catch {
      return false;
    }
  });
}

export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(resolve => setTimeout(resolve, 5));
}
