/** Reads a plan, line by line in bounded memory, believing nothing of it. */
import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { Action, PlanHeader, type PlanPath } from './form.ts';
import { faultOfPlace, faultOfTarget, nameOfPath } from './targetPath.ts';

/** The file is no plan that can be applied. Nothing was changed. */
export class BadPlan extends Error {
  override readonly name = 'BadPlan';
  /** From 1. */
  readonly line: number;
  constructor(file: string, line: number, what: string) {
    super(`${file}, line ${line}: ${what} Nothing was changed.`);
    this.line = line;
  }
}

/** The file says something else than when it was checked. What was read of it until then was as checked. */
export class PlanChanged extends Error {
  override readonly name = 'PlanChanged';
  constructor(file: string) {
    super(`${file} was changed while it was being applied.`);
  }
}

/** A line longer than this is no action: 1 MiB. */
const MAX_LINE = 1 << 20;
const CHUNK = 1 << 18;

interface Line {
  readonly text: string;
  readonly number: number;
}

/** A short read is no end of the file. */
function fill(fd: number, chunk: Buffer): number {
  let done = 0;
  while (done < chunk.length) {
    const read = fs.readSync(fd, chunk, done, chunk.length - done, null);
    if (read === 0) break;
    done += read;
  }
  return done;
}

/** Lines that hold something; a person's editor may have added blank ones, carriage returns, a byte order mark. */
function* linesOf(file: string, onBytes: (bytes: Buffer) => void, onEnd: () => void): Generator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const fd = fs.openSync(file, 'r');
  let number = 0;
  const line = (bytes: Buffer): Line | undefined => {
    number++;
    let text: string;
    try {
      text = decoder.decode(bytes);
    } catch {
      throw new BadPlan(file, number, 'This is not UTF-8 text.');
    }
    if (number === 1 && text.startsWith('\ufeff')) text = text.slice(1);
    return text.trim() === '' ? undefined : { text, number };
  };
  try {
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(CHUNK);
      const read = fill(fd, chunk);
      if (read === 0) break;
      onBytes(chunk.subarray(0, read));
      rest = rest.length === 0 ? chunk.subarray(0, read) : Buffer.concat([rest, chunk.subarray(0, read)]);
      let cursor = 0;
      for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, cursor)) {
        const found = line(rest.subarray(cursor, end));
        if (found != null) yield found;
        cursor = end + 1;
      }
      rest = rest.subarray(cursor);
      if (rest.length > MAX_LINE) throw new BadPlan(file, number + 1, 'This line is longer than 1 MiB.');
    }
    onEnd();
    if (rest.length > 0) {
      const found = line(rest);
      if (found != null) yield found;
    }
  } finally {
    fs.closeSync(fd);
  }
}

export interface PlanLine {
  readonly action: Action;
  /** From 1. */
  readonly line: number;
}

export class PlanReader {
  readonly file: string;
  readonly header: PlanHeader;
  readonly #lines: Generator<Line>;
  readonly #hash = createHash('sha256');
  /** SHA-256 in hex of all until the end of each stretch that was read. */
  readonly marks: string[] = [];
  readonly #known: readonly string[] | undefined;

  /**
   * @param file absolute path
   * @param known marks of when it was checked: no line is given that lies in a stretch of other bytes
   * @throws {BadPlan} where it does not begin with the header of a plan; {@link PlanChanged}; the system's error where
   *   it can't be read
   */
  constructor(file: string, known?: readonly string[]) {
    this.file = file;
    this.#known = known;
    this.#lines = linesOf(
      file,
      bytes => this.#mark(bytes),
      () => this.#end(),
    );
    const first = this.#lines.next();
    if (first.done) throw new BadPlan(file, 1, 'The file is empty, so it is no plan.');
    const { text, number } = first.value;
    this.header = this.#parse(text, number, (value): PlanHeader => {
      const version = (value as { version?: unknown } | null)?.version;
      if (typeof version === 'number' && version > 1)
        throw new BadPlan(file, number, 'This plan was made by a newer Keepsake. Use that version to apply it.');
      return checked(PlanHeader, value, what => new BadPlan(file, number, `This is not the header of a plan: ${what}`));
    });
  }

  #mark(bytes: Buffer): void {
    const mark = this.#hash.update(bytes).copy().digest('hex');
    if (this.#known != null && this.#known[this.marks.length] !== mark) throw new PlanChanged(this.file);
    this.marks.push(mark);
  }

  #end(): void {
    if (this.#known != null && this.marks.length !== this.#known.length) throw new PlanChanged(this.file);
  }

  /**
   * The actions, each checked by itself and against the one before. Once.
   * @throws {BadPlan}, {@link PlanChanged}
   */
  *actions(): Generator<PlanLine> {
    let last = 0;
    for (const { text, number } of this.#lines) {
      // The same bytes as when it was checked need not be checked again.
      const action = this.#known == null ? this.#checkedAction(text, number) : (JSON.parse(text) as Action);
      if (action.id <= last)
        throw new BadPlan(this.file, number, `The id ${action.id} does not come after ${last}: ids must grow.`);
      last = action.id;
      yield { action, line: number };
    }
  }

  #checkedAction(text: string, number: number): Action {
    const action = this.#parse(text, number, value =>
      checked(Action, value, what => new BadPlan(this.file, number, `This is not an action: ${what}`)),
    );
    const fault = faultOf(action);
    if (fault != null) throw new BadPlan(this.file, number, fault);
    return action;
  }

  /** Of the whole file, when all actions have been read; in hex. */
  sha256(): string {
    return this.#hash.digest('hex');
  }

  close(): void {
    this.#lines.return(undefined);
  }

  #parse<T>(text: string, number: number, check: (value: unknown) => T): T {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw new BadPlan(this.file, number, 'This line is not JSON.');
    }
    return check(value);
  }
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
}

function checked<T>(schema: Schema<T>, value: unknown, fail: (what: string) => Error): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.map(String).join('.') ?? '';
  throw fail(where === '' ? 'a field is missing or unknown.' : `the field "${where}" is missing or not as it must be.`);
}

function faultOf(action: Action): string | undefined {
  const place = (field: string, path: PlanPath, fault = faultOfPlace): string | undefined => {
    const found = fault(nameOfPath(path));
    return found == null ? undefined : `The path in "${field}" ${found}.`;
  };
  switch (action.action) {
    case 'copy':
      if ((action.from == null) === (action.text == null))
        return 'A copy has either "from" or "text", and this one has both or neither.';
      if (Number.isNaN(Date.parse(action.mtime ?? '1970-01-01'))) return 'The time in "mtime" is none.';
      return place('to', action.to, faultOfTarget);
    case 'move':
      return place('from', action.from) ?? place('to', action.to, faultOfTarget);
    case 'link':
      return place('path', action.path, faultOfTarget) ?? place('target', action.target);
    case 'quarantine':
    case 'metadata':
    case 'keep':
      return place('path', action.path);
    default:
      action satisfies never;
  }
  return undefined;
}
