/** Reads the files that are due, one after the other, and says of each what its bytes tell. */
import fs from 'node:fs';
import type { Statement } from 'better-sqlite3';
import { hashFile } from '../../backup/hash.ts';
import { joinName, joinPath, storedName } from '../../backup/name.ts';
import type { Clock } from '../../backup/sameTime.ts';
import type { JobRun } from '../job.ts';
import { VerifyBatch } from './batch.ts';
import type { DueFile, DueFiles } from './due.ts';
import { type FileState, verdictOf } from './verdict.ts';

/** The backup itself can't be reached any more: the drive was pulled out, the share went away. */
export class BackupAway extends Error {
  override readonly name = 'BackupAway';
}

interface MissingRow {
  readonly id: number;
  readonly path: string;
  readonly pathRaw: Buffer | null;
  readonly name: string;
  readonly raw: Buffer | null;
  readonly rec_size: number;
  readonly rec_mtime: number;
}

const CORRUPT =
  'The bytes are not those that were recorded, though size and time are: the file has rotted, or was changed by something that hides it. It was left as it is; restore it from another copy.';
const MODIFIED =
  'Another program changed this file since it was recorded. If that was meant, run "keepsake accept"; if not, restore it from another copy.';
const UNSTEADY = 'This file was being written to while it was read. Verify again when that has ended.';
const EXTRA = 'This file was not in the manifest; its checksum is recorded from now on.';

export class Checker {
  readonly #run: JobRun;
  readonly #clock: Clock;
  readonly #first: boolean;
  readonly #batch: VerifyBatch;
  readonly #movedAway = new Set<number>();
  readonly #missing: Statement<[Buffer], MissingRow>;
  bytes = 0;

  /** @param first the manifest is being made: what it doesn't hold is not extra */
  constructor(run: JobRun, clock: Clock, first: boolean) {
    this.#run = run;
    this.#clock = clock;
    this.#first = first;
    this.#batch = new VerifyBatch(run.store);
    this.#missing = run.store.db.prepare(
      `SELECT f.id, d.path, d.raw AS pathRaw, f.name, f.raw, f.rec_size, f.rec_mtime
       FROM file f JOIN dir d ON d.id = f.dir WHERE f.rec_sha = ? AND f.present = 0 ORDER BY f.id`,
    );
  }

  /** @throws {import('../job.ts').Stopped}, {BackupAway}; what was found until then is kept */
  async check(files: DueFiles): Promise<void> {
    const totalBytes = files.bytes;
    let done = 0;
    const tell = (): void =>
      this.#run.progress({ phase: 'hash', done, total: files.length, bytes: this.bytes, totalBytes });
    try {
      for (const file of files) {
        await this.#file(file, tell);
        done++;
        tell();
        this.#batch.flushIfDue();
        const waiting = this.#run.pause();
        if (waiting != null) await waiting;
      }
    } finally {
      this.#batch.flush();
    }
  }

  async #file(file: DueFile, tell: () => void): Promise<void> {
    if (file.onlineOnly) {
      this.#batch.clear(file);
      this.#batch.find(
        file,
        'online-only',
        'Its bytes are with a cloud service, not on this disk: it was not read, so nothing is proved of it.',
      );
      return;
    }
    try {
      const read = await hashFile(
        joinPath(this.#run.store.layout.root, file.dirName, file.name),
        bytes => {
          this.bytes += bytes;
          tell();
        },
        this.#run.pause,
      );
      this.#batch.clear(file);
      this.#judge(file, read, read.unsteady);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code == null) throw error;
      if (
        !fs.existsSync(this.#run.store.layout.root) ||
        (this.#run.store.identity != null && !fs.existsSync(this.#run.store.layout.identity))
      )
        throw new BackupAway(
          `${this.#run.store.layout.root} can't be reached any more (${code}). What was verified until now is kept; plug the drive in again and run this once more, it goes on from there.`,
        );
      // Gone since the survey: the next one says so.
      if (code === 'ENOENT') return;
      this.#batch.clear(file);
      this.#batch.find(
        file,
        'unreadable',
        `This file can't be read (${code}), so nothing is proved of it. Check its permissions, or the drive.`,
      );
    }
  }

  #judge(file: DueFile, now: FileState, unsteady: boolean): void {
    const verdict = verdictOf(file.recorded, now, unsteady, this.#clock);
    switch (verdict) {
      case 'proved':
        return this.#batch.proved(file);
      case 'touched':
        return this.#batch.record(file, now, 'touched');
      case 'unrecorded':
        return unsteady ? this.#batch.find(file, 'extra', UNSTEADY) : this.#record(file, now);
      case 'corrupt':
        this.#batch.state(file, 'corrupt');
        return this.#batch.find(file, 'corrupt', CORRUPT);
      case 'modified':
        this.#batch.state(file, 'modified');
        return this.#batch.find(file, 'modified', unsteady ? UNSTEADY : MODIFIED);
      default:
        verdict satisfies never;
    }
  }

  #record(file: DueFile, now: FileState): void {
    const from = this.#movedFrom(file, now);
    if (from != null) {
      this.#movedAway.add(from.id);
      const dir = storedName(from.path, from.pathRaw);
      const name = storedName(from.name, from.raw);
      this.#batch.gone(dir, name, { ...now, size: from.rec_size, mtime: from.rec_mtime });
      this.#batch.record(file, now, 'moved');
      this.#batch.find(
        file,
        'moved',
        `The same bytes as ${joinName(dir, name).text} had, which is no longer there: it was moved or renamed. The record follows it.`,
      );
      return;
    }
    this.#batch.record(file, now, 'first');
    if (!this.#first) this.#batch.find(file, 'extra', EXTRA);
  }

  #movedFrom(file: DueFile, now: FileState): MissingRow | undefined {
    const rows = this.#missing.all(now.sha256).filter(row => !this.#movedAway.has(row.id));
    return rows.find(row => row.name === file.name.text) ?? rows[0];
  }
}
