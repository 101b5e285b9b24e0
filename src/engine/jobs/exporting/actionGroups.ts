/** Actions that come in another order than they are thought of: they wait in a file, for there may be hundreds of thousands. */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { writeAll } from '../../backup/writeWhole.ts';
import type { Action } from '../../plan/form.ts';

const FLUSH = 1 << 18;

export class ActionGroups {
  readonly #folder: string;
  readonly #fd: number;
  /** Key, and where the group's line lies. */
  readonly #groups: { readonly key: string; readonly at: number; readonly length: number }[] = [];
  #end = 0;
  #waiting: Buffer[] = [];
  #length = 0;

  /** @throws the system's error */
  constructor() {
    this.#folder = temporaryFolder('plan');
    this.#fd = fs.openSync(path.join(this.#folder, 'actions.jsonl'), 'wx+', 0o600);
  }

  /** @param actions that stay together */
  add(key: string, actions: readonly Action[]): void {
    if (actions.length === 0) return;
    const line = Buffer.from(JSON.stringify(actions));
    this.#groups.push({ key, at: this.#end, length: line.length });
    this.#end += line.length;
    this.#waiting.push(line);
    this.#length += line.length;
    if (this.#length >= FLUSH) this.#flush();
  }

  #flush(): void {
    writeAll(this.#fd, Buffer.concat(this.#waiting));
    this.#waiting = [];
    this.#length = 0;
  }

  /** By key; of one key as they were added. Once, when all are added. */
  *sorted(): Generator<readonly Action[]> {
    this.#flush();
    this.#groups.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.at - b.at));
    for (const { at, length } of this.#groups) {
      const line = Buffer.allocUnsafe(length);
      fs.readSync(this.#fd, line, 0, length, at);
      yield JSON.parse(line.toString()) as Action[];
    }
  }

  end(): void {
    fs.closeSync(this.#fd);
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
