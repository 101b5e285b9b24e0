import { execFile, spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { rm, symlink, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExifToolTask, ExifTool as Vendored } from 'exiftool-vendored';
import { temporaryFolder } from '../backup/temporaryFolder.ts';
import { cleanEnvironment } from './environment.ts';
import { READ_ARGS } from './exiftoolTags.ts';
import { writeArgs } from './exiftoolWrite.ts';
import { findPerl } from './programOnPath.ts';
import type { WritableTags } from './writableTags.ts';

/** Tags as exiftool's JSON has them, by `Group1:Name`; values are hostile until checked. */
export type RawTags = Readonly<Record<string, unknown>>;

/** ExifTool, or the perl that runs it, is not there or does not start. Nothing was changed. */
export class ExifToolMissing extends Error {
  override readonly name = 'ExifToolMissing';

  constructor(reason: string) {
    const install =
      process.platform === 'win32'
        ? 'Install Keepsake again: its ExifTool is missing or was blocked by a virus scanner.'
        : process.platform === 'darwin'
          ? 'Install perl (for example "brew install perl"), then run this again.'
          : 'Install perl (for example "sudo apt install perl"), then run this again.';
    super(
      `Keepsake can't read the metadata of photos: ${reason}. No file was changed; checksums, verifying and what ` +
        `was indexed before still work. ${install}`,
    );
  }
}

export interface ExifToolOptions {
  /** How many exiftool processes at most; reads beyond that wait in a queue. */
  readonly processes: number;
  /** Milliseconds for one file, after which its process is ended and the file is tried once more. Default 60,000. */
  readonly timeout?: number;
  /** Folders in which perl is looked for, as in PATH. Default: `/usr/bin`, then the PATH of this process. */
  readonly path?: string;
}

interface Running {
  readonly vendored: Vendored;
  /** A working folder of our own, empty but for links: no `.ExifTool_config` of a stranger lies in it. */
  readonly folder: string;
  /** Gives what exiftool said to some arguments. */
  readonly Task: new (
    args: string[],
  ) => ExifToolTask<string> & { isAtWork(): void };
}

/**
 * Reads tags with a few long-lived exiftool processes, and writes them into copies, never into a file that is there.
 * The processes see no configuration file,
 * no environment of ours but what starting needs, and UTC as their zone.
 */
export class ExifTool {
  readonly #options: ExifToolOptions;
  #running: Promise<Running> | undefined;
  #ended = false;
  #links = 0;

  constructor(options: ExifToolOptions) {
    this.#options = options;
  }

  /**
   * Tags of one regular file. A Buffer is a name that is not UTF-8.
   * @param readArgs which; names of tags only from lists of ours, or checked as those that are written
   * @throws ExifToolMissing where exiftool can't run; Error where this file can't be read.
   */
  async readRaw(file: string | Buffer, readArgs: readonly string[] = READ_ARGS): Promise<RawTags> {
    if (this.#ended) throw new Error('ExifTool was ended');
    this.#running ??= this.#start();
    const { vendored, folder } = await this.#running;
    const plain = plainName(file);
    const link = plain == null ? join(folder, `file-${++this.#links}${plainExtension(file)}`) : undefined;
    try {
      if (link != null) await symlink(file, link);
      return (await vendored.readRaw(plain ?? link!, { readArgs: [...readArgs], useMWG: false })) as RawTags;
    } catch (error) {
      if (vendored.batchCluster.ended && !this.#ended) {
        throw new ExifToolMissing(`ExifTool stopped and did not start again (${String(error)})`);
      }
      throw error;
    } finally {
      if (link != null) await unlink(link).catch(() => undefined);
    }
  }

  /**
   * Makes `to`, which must not be there yet nor have an extension that exiftool knows, out of `from` with these tags
   * set; null takes a tag away. `from` is only read. What may be written is checked before (writableTags.ts).
   * @throws ExifToolMissing where exiftool can't run; Error where it refuses
   */
  async writeCopy(from: string | Buffer, to: string | Buffer, tags: WritableTags): Promise<void> {
    await this.#withNames([from, to], async ({ vendored, Task, folder }, [named = '', target = '']) => {
      // By a name without extension: it refuses a JPEG whose name ends in .HEIC, and judges by the bytes otherwise.
      const link = join(folder, `from-${++this.#links}`);
      const source = await symlink(named, link).then(
        () => link,
        () => named,
      );
      // Not a second time: what a first try left of the target would be in its way.
      const task = new Task([...writeArgs(source, target, tags)]);
      const watch = growing(target, () => task.isAtWork());
      const said = await vendored
        .enqueueTask(() => task, false)
        .finally(() => {
          clearInterval(watch);
          return source === link ? unlink(link).catch(() => undefined) : undefined;
        });
      if (!/\b1 image files (created|updated)/.test(said)) throw new Error(said.trim() || 'ExifTool wrote nothing');
    });
  }

  /** Gives exiftool names that it can be told: where a folder's or a file's can't be, a link's of our own. */
  async #withNames<T>(
    files: readonly (string | Buffer)[],
    work: (running: Running, names: readonly string[]) => Promise<T>,
  ): Promise<T> {
    if (this.#ended) throw new Error('ExifTool was ended');
    this.#running ??= this.#start();
    const running = await this.#running;
    const links: string[] = [];
    try {
      const names: string[] = [];
      for (const file of files) {
        const plain = plainName(file);
        const bytes = typeof file === 'string' ? Buffer.from(file) : file;
        const slash = bytes.lastIndexOf(0x2f);
        if (plain != null || slash < 0) {
          names.push(plain ?? file.toString());
          continue;
        }
        const name = plainName(bytes.subarray(slash + 1));
        const link = join(running.folder, `link-${++this.#links}${name == null ? plainExtension(file) : ''}`);
        await symlink(name == null ? bytes : bytes.subarray(0, slash), link);
        links.push(link);
        names.push(name == null ? link : join(link, name));
      }
      return await work(running, names);
    } catch (error) {
      if (running.vendored.batchCluster.ended && !this.#ended)
        throw new ExifToolMissing(`ExifTool stopped and did not start again (${String(error)})`);
      throw error;
    } finally {
      for (const link of links) await unlink(link).catch(() => undefined);
    }
  }

  /** Ends the processes, waits for that, and removes the working folder. Reads under way fail. */
  async end(): Promise<void> {
    this.#ended = true;
    const running = await this.#running?.catch(() => undefined);
    if (running == null) return;
    await running.vendored.end();
    await rm(running.folder, { recursive: true, force: true });
  }

  async #start(): Promise<Running> {
    // Loaded when the first file is read: an index in which nothing changed never needs it.
    const { exiftoolPath, ExifTool: VendoredExifTool, ExifToolTask } = await import('exiftool-vendored');
    const script = await exiftoolPath().catch((error: unknown) => {
      throw new ExifToolMissing(`ExifTool was not found (${String(error)})`);
    });
    const windows = process.platform === 'win32';
    // perl is started with the script as its argument: a lost run bit or another place of perl then do no harm.
    const program = windows ? script : findPerl(this.#options.path);
    if (program == null) throw new ExifToolMissing('perl, which ExifTool runs in, was not found');
    const before = [...(windows ? [] : [script]), '-config', ''];
    const folder = temporaryFolder('exiftool');
    const surroundings = { cwd: folder, env: cleanEnvironment(folder), windowsHide: true };
    try {
      await probe(program, [...before, '-ver'], surroundings);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    const vendored = new VendoredExifTool({
      maxProcs: this.#options.processes,
      taskTimeoutMillis: this.#options.timeout ?? 60_000,
      maxTasksPerProcess: 2000,
      checkPerl: false,
      processFactory: async () =>
        spawn(program, [...before, '-stay_open', 'True', '-@', '-'], { ...surroundings, stdio: 'pipe' }),
    });
    class Task extends ExifToolTask<string> {
      /** Its time begins anew. */
      isAtWork(): void {
        this.resetTimeout();
      }
      protected parse(said: string, error?: Error): string {
        if (error != null) throw error;
        return said;
      }
    }
    return { vendored, folder, Task };
  }
}

/** A long film may take longer to be written than a file may take to be read: as long as it grows, it is at work. */
function growing(file: string, isAtWork: () => void): NodeJS.Timeout {
  let size = 0;
  const look = (): void => {
    const now = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (now > size) isAtWork();
    size = now;
  };
  return setInterval(look, 5000).unref();
}

/** The name as exiftool's line-by-line argument stream can carry it, or undefined where only a link can. */
function plainName(file: string | Buffer): string | undefined {
  const name = file.toString();
  if (typeof file !== 'string' && !Buffer.from(name).equals(file)) return undefined;
  return /[\u0000-\u001f\u007f]|[\ud800-\udfff]/u.test(name) ? undefined : name;
}

/** exiftool looks at the extension where bytes alone don't tell. */
function plainExtension(file: string | Buffer): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(file.toString('latin1'))?.[0] ?? '';
}

function probe(program: string, args: string[], options: { cwd: string; env: NodeJS.ProcessEnv }): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, timeout: 30_000 }, (error, stdout) => {
      if (error == null && /^\d+\.\d+/.test(stdout)) resolve();
      else reject(new ExifToolMissing(`ExifTool does not start (${error?.message ?? 'no version told'})`));
    });
  });
}
