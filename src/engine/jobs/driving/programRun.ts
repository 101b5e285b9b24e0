import fs from 'node:fs';
import path from 'node:path';
import { nameKey } from '../../backup/name.ts';
import { temporaryFolder } from '../../backup/temporaryFolder.ts';
import { runLines } from '../../programs/lines.ts';
import { forgetProcess, noteProcess } from '../../programs/orphan.ts';
import type { JobOptions, JobRun } from '../job.ts';
import { ofPhotos } from './drivenCounts.ts';
import { DrivenNote } from './drivenNote.ts';
import { CannotDrive, type DrivenCall, type DrivenEvent, type DrivenProgram, type Errand } from './drivenProgram.ts';
import { runningFile, WORK } from './leftAtWork.ts';

/** The program ended with an error. What it had done by then is on record. */
export class DrivenFailed extends Error {
  override readonly name = 'DrivenFailed';
}

/** The program at work, and what it says. */
export class ProgramRun {
  /** Files that it said it wrote: relative to the backup with `/`, as `nameKey` has them. */
  readonly wrote = new Set<string>();
  readonly told: DrivenEvent[] = [];
  /** From then on it may have changed anything. */
  isStarted = false;
  readonly #run: JobRun;
  readonly #signal: AbortSignal;
  readonly #cache: string | undefined;
  readonly #program: Pick<DrivenProgram, 'kind' | 'label'>;
  readonly #file: string;

  /** @param file absolute path of the program */
  constructor(
    run: JobRun,
    { signal, cache }: Pick<JobOptions, 'signal' | 'cache'>,
    program: Pick<DrivenProgram, 'kind' | 'label'>,
    file: string,
  ) {
    this.#run = run;
    this.#signal = signal;
    this.#cache = cache;
    this.#program = program;
    this.#file = file;
  }

  /**
   * @param onFile called after each file that it wrote
   * @returns what went wrong. @throws {CannotDrive} where it can't be started
   */
  async start(errand: Errand, call: DrivenCall, onFile: () => void): Promise<DrivenFailed | undefined> {
    const run = this.#run;
    const { label } = this.#program;
    const root = fs.realpathSync(run.store.layout.root);
    const cwd = temporaryFolder(WORK);
    let progress = { phase: 'drive', done: 0, total: 0, bytes: 0, totalBytes: 0 };
    run.reporter.note(
      `Starting ${label} (${this.#file})${errand.wanted > 0 ? `, for ${ofPhotos(errand.wanted)}` : ''}.`,
    );
    run.progress(progress);
    const hear = (line: string): void => {
      const event = errand.read(line);
      if (event == null) return;
      if (event.type === 'note') run.reporter.note(event.text);
      else if (event.type === 'progress') progress = { ...progress, done: event.done, total: event.total };
      else if (event.type === 'wrote') {
        const where = path.relative(root, event.path).split(path.sep).join('/');
        if (where !== '' && !where.startsWith('..') && !path.isAbsolute(where)) this.wrote.add(nameKey(where));
        onFile();
      } else this.told.push(event);
      run.progress(progress);
    };
    const note = new DrivenNote(run.store, this.#program.kind, this.#cache);
    try {
      note.begin();
      for (const [name, text] of Object.entries(call.files ?? {})) fs.writeFileSync(path.join(cwd, name), text);
      const args = call.args.map(arg => (arg.startsWith('{cwd}/') ? path.join(cwd, arg.slice(6)) : arg));
      const { code, tail } = await runLines(this.#file, args, {
        cwd,
        env: call.env,
        // Nobody is there to answer it.
        stdin: 'none',
        onLine: hear,
        signal: this.#signal,
        onStart: pid => {
          this.isStarted = true;
          noteProcess(this.#running, pid);
          note.runs(pid);
        },
      });
      if (code === 0 || this.#signal.aborted) return undefined;
      const how = code == null ? 'was ended by the system' : `ended with exit status ${code}`;
      return new DrivenFailed(
        `${label} ${how}${tail.length > 0 ? `; the last that it said: ${tail.slice(-5).join(' | ')}` : ''}. What it had brought until then is kept and on record, and nothing that was there before is lost. See to what it complains of, then run it again: it goes on from there.`,
      );
    } catch (error) {
      const { code, syscall } = error as NodeJS.ErrnoException;
      if (this.isStarted || syscall?.startsWith('spawn') !== true) throw error;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'ENOEXEC') throw error;
      throw new CannotDrive(
        `${this.#file} can’t be started (${code}). Nothing was changed. Install ${label} again, or name another one.`,
      );
    } finally {
      forgetProcess(this.#running);
      note.end();
      fs.rmSync(cwd, { recursive: true, force: true });
    }
  }

  /** Has the number of the process, on this machine. */
  get #running(): string {
    return runningFile(this.#run.store.file, this.#program.kind);
  }
}
