/** How a job speaks to who called it: JSON lines for a program, plain lines for a log, a bar for a terminal. */
import path from 'node:path';
import type { Finding } from '../engine/catalog/findings.ts';
import type { Progress, Reporter } from '../engine/jobs/job.ts';
import { formatBytes, formatCount } from './format.ts';
import { lastWord } from './lastWord.ts';
import { placeInSource } from './placeInSource.ts';
import { printable, printedPath } from './printedPath.ts';
import { PHASES, ProgressBar } from './progressBar.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Paths of findings from the root of the disk, as editors want them. */
  readonly absolutePaths: boolean;
  /** The backup, for absolute paths. */
  readonly root: string;
  /** Absolute paths of what is exported from, for findings about it. */
  readonly sources?: readonly string[];
}

const JSON_MS = 250;
/** A log gets a line of progress this often. */
const LOG_MS = 10_000;
/** Of one code, as text; the rest is counted. What is as it should be needs but a few examples. */
const SHOWN = { error: 50, warning: 50, info: 10 } as const;

export class Output implements Reporter {
  readonly #options: OutputOptions;
  readonly #bar: ProgressBar | undefined;
  readonly #shown = new Map<string, { readonly count: number; readonly most: number }>();
  #lastProgress = Number.NEGATIVE_INFINITY;
  #phase = '';

  constructor(options: OutputOptions) {
    this.#options = options;
    this.#bar = !options.json && !options.quiet && process.stderr.isTTY ? new ProgressBar(process.stderr) : undefined;
  }

  progress(progress: Progress): void {
    if (this.#options.quiet) return;
    if (this.#bar != null) return this.#bar.show(progress);
    const now = performance.now();
    if (progress.phase !== this.#phase) {
      this.#phase = progress.phase;
      // A log hears of what takes long; a program hears of everything.
      this.#lastProgress = this.#options.json ? Number.NEGATIVE_INFINITY : now;
    }
    if (now - this.#lastProgress < (this.#options.json ? JSON_MS : LOG_MS)) return;
    this.#lastProgress = now;
    const { phase, done, total, bytes } = progress;
    if (this.#options.json) this.#json({ type: 'progress', phase, done, total, bytes });
    else
      process.stderr.write(
        `${PHASES[phase] ?? phase}: ${formatCount(done)}${total > 0 ? ` of ${formatCount(total)}` : ''}, ${formatBytes(bytes)}\n`,
      );
  }

  finding(finding: Finding): void {
    const { severity, code, path: where, message } = finding;
    if (this.#options.json) {
      const pathBytes = where.raw == null ? {} : { pathBytes: where.raw.toString('base64') };
      this.#json({ type: 'finding', severity, code, path: where.text, ...pathBytes, message });
      return;
    }
    if (this.#options.quiet && severity !== 'error') return;
    const count = (this.#shown.get(code)?.count ?? 0) + 1;
    const most = SHOWN[severity];
    this.#shown.set(code, { count, most });
    // An editor that reads this as problems gets them all.
    if (count > most && !this.#options.absolutePaths) return;
    this.#bar?.hide();
    const { absolutePaths, root, sources = [] } = this.#options;
    if (absolutePaths) {
      const place = finding.source == null ? undefined : placeInSource(where.text, sources, finding.source.at);
      // In an archive there is no file to go to: it is said where.
      const said = place?.isWithin === true ? `${where.text}: ${message}` : message;
      const file = place?.file ?? path.join(root, where.text);
      process.stdout.write(`${severity}  ${code}  ${printable(file)}  ${printable(said)}\n`);
      return;
    }
    const shownPath = where.text === '' ? '.' : printedPath(where);
    process.stdout.write(`${severity}  ${code}  ${shownPath}  ${printable(message)}\n`);
  }

  note(message: string): void {
    if (this.#options.quiet) return;
    this.#bar?.hide();
    process.stderr.write(`${message}\n`);
  }

  /** The last thing said, always. */
  summary(job: string, seconds: number, counts: object, text: string): void {
    this.#bar?.hide();
    if (this.#options.json) return lastWord(job, seconds, counts);
    this.tellMore();
    process.stdout.write(`${text}\n`);
  }

  /** How many findings were not printed. */
  tellMore(): void {
    if (this.#options.json || this.#options.absolutePaths) return;
    for (const [code, { count, most }] of this.#shown)
      if (count > most) process.stdout.write(`… and ${count - most} more of ${code}; "--json" prints them all.\n`);
  }

  #json(line: object): void {
    process.stdout.write(`${JSON.stringify(line)}\n`);
  }
}
