/** Writes a plan, action by action, so that the file is there whole or not at all. */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { syncFolder, writeAll } from '../backup/writeWhole.ts';
import { Action, type PlanHeader } from './form.ts';

const FLUSH = 1 << 18;

export class PlanWriter {
  readonly file: string;
  readonly #temporary: string;
  readonly #fd: number;
  readonly #headerLength: number;
  #last = 0;
  #lines: string[] = [];
  #length = 0;

  /**
   * @param file absolute path; its folder is made
   * @throws the system's error
   */
  constructor(file: string, header: PlanHeader) {
    this.file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    this.#temporary = `${file}.${randomUUID()}.tmp`;
    this.#fd = fs.openSync(this.#temporary, 'wx+', 0o644);
    this.#headerLength = Buffer.byteLength(`${JSON.stringify(header)}\n`);
    this.#add(header);
  }

  /** @throws TypeError for what could not be read again; the system's error */
  write(action: Action): void {
    const checked = Action.safeParse(action);
    if (!checked.success || action.id <= this.#last)
      throw new TypeError(`The action ${action.id} can't stand in a plan behind ${this.#last}.`);
    this.#last = action.id;
    this.#add(action);
  }

  #add(line: object): void {
    const text = `${JSON.stringify(line)}\n`;
    this.#lines.push(text);
    this.#length += text.length;
    if (this.#length >= FLUSH) this.#flush();
  }

  #flush(): void {
    writeAll(this.#fd, Buffer.from(this.#lines.join('')));
    this.#lines = [];
    this.#length = 0;
  }

  /**
   * Puts it in its place; a file that was there is replaced.
   * @param header what the first line is to be after all, where only the actions show what it has to say
   * @throws the system's error; nothing is left then
   */
  finish(header?: PlanHeader): void {
    const whole = `${this.#temporary}.whole`;
    try {
      this.#flush();
      if (header == null) fs.fsyncSync(this.#fd);
      else this.#copyBehind(header, whole);
    } catch (error) {
      fs.rmSync(whole, { force: true });
      this.discard();
      throw error;
    }
    fs.closeSync(this.#fd);
    fs.renameSync(header == null ? this.#temporary : whole, this.file);
    fs.rmSync(this.#temporary, { force: true });
    syncFolder(path.dirname(this.file));
  }

  #copyBehind(header: PlanHeader, file: string): void {
    const fd = fs.openSync(file, 'wx', 0o644);
    try {
      writeAll(fd, Buffer.from(`${JSON.stringify(header)}\n`));
      const chunk = Buffer.allocUnsafe(FLUSH);
      for (let at = this.#headerLength; ; ) {
        const read = fs.readSync(this.#fd, chunk, 0, FLUSH, at);
        if (read === 0) break;
        writeAll(fd, chunk.subarray(0, read));
        at += read;
      }
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
  }

  discard(): void {
    fs.closeSync(this.#fd);
    fs.rmSync(this.#temporary, { force: true });
  }
}
