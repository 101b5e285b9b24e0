/** One line that says how far a job is, how quick, and how long it will still take. */
import { stripVTControlCharacters } from 'node:util';
import type { Progress } from '../engine/jobs/job.ts';
import { formatBytes, formatCount, formatDuration, formatNumberOf } from './format.ts';

const REDRAW_MS = 100;
/** The rate is of the last stretch, so that a slow start doesn't spoil the time left. */
const WINDOW_MS = 15_000;
const BAR = 24;

export const PHASES: Readonly<Record<string, string>> = {
  look: 'Looking',
  read: 'Reading metadata',
  hash: 'Reading files',
  apply: 'Applying',
  recognise: 'Recognising',
  download: 'Downloading from iCloud',
  plan: 'Planning',
  trial: 'Trying how long it takes',
  compare: 'Comparing',
  drive: 'Exporting',
  publish: 'Saving the catalog',
};

interface Sample {
  readonly at: number;
  readonly work: number;
}

/** What is left, in seconds, or undefined while the rate is not known. Pure. */
export function timeLeft(first: Sample, last: Sample, whole: number): number | undefined {
  const spent = (last.at - first.at) / 1000;
  const rate = (last.work - first.work) / spent;
  return spent < 1 || !(rate > 0) ? undefined : (whole - last.work) / rate;
}

export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  #samples: Sample[] = [];
  #phase = '';
  #last = 0;
  #visible = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show(progress: Progress): void {
    const now = performance.now();
    const isNew = progress.phase !== this.#phase;
    if (!isNew && now - this.#last < REDRAW_MS) return;
    this.#last = now;
    if (isNew) this.#samples = [];
    this.#phase = progress.phase;
    const work = progress.totalBytes > 0 ? progress.bytes : progress.done;
    this.#samples.push({ at: now, work });
    while (now - (this.#samples[0]?.at ?? now) > WINDOW_MS) this.#samples.shift();
    this.#draw(this.#line(progress, work));
  }

  #line({ phase, done, total, bytes, totalBytes }: Progress, work: number): string {
    const name = PHASES[phase] ?? phase;
    if (total === 0) return `${name}: ${formatNumberOf(done, 'file')}`;
    const whole = totalBytes > 0 ? totalBytes : total;
    const share = whole === 0 ? 1 : Math.min(1, work / whole);
    const filled = Math.round(share * BAR);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    const left = first == null || last == null ? undefined : timeLeft(first, last, whole);
    const spent = first == null || last == null ? 0 : (last.at - first.at) / 1000;
    const rate =
      spent < 1 || first == null || last == null ? '' : this.#rate((last.work - first.work) / spent, totalBytes > 0);
    return `${name} ${bar} ${Math.floor(share * 100)} %  ${formatCount(done)} of ${formatCount(total)}${bytes > 0 ? `, ${formatBytes(bytes)}` : ''}${rate}${left == null ? '' : `  ${formatDuration(left)} left`}`;
  }

  #rate(perSecond: number, isBytes: boolean): string {
    return isBytes ? `  ${formatBytes(perSecond)}/s` : `  ${Math.round(perSecond)}/s`;
  }

  #draw(line: string): void {
    const width = Math.max(20, (this.#stream.columns ?? 80) - 1);
    this.#stream.write(`\r\u001b[2K${stripVTControlCharacters(line).slice(0, width)}`);
    this.#visible = true;
  }

  hide(): void {
    if (this.#visible) this.#stream.write('\r\u001b[2K');
    this.#visible = false;
  }
}
