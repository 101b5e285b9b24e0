/** Reads the files that are due, one after the other, and says of each what its bytes tell. */
import type { Statement } from 'better-sqlite3';
import { hashFile } from '../../backup/hash.ts';
import { isLocalDisk } from '../../backup/localDisk.ts';
import { joinName, joinPath, storedName } from '../../backup/name.ts';
import { OnlineOnly } from '../../backup/onlineOnly.ts';
import type { Clock } from '../../backup/sameTime.ts';
import type { Finding } from '../../catalog/findings.ts';
import { fileKind } from '../../media/kinds.ts';
import { refuseAway } from '../away.ts';
import { isGone } from '../gone.ts';
import type { JobRun } from '../job.ts';
import { VerifyBatch } from './batch.ts';
import { movedFrom, settleChangedPlaces } from './changedPlaces.ts';
import { DifferingFiles } from './differing.ts';
import type { DueFile, DueFiles } from './due.ts';
import { LostFiles } from './lost.ts';
import { type FileState, verdictOf } from './verdict.ts';

const CORRUPT =
  'The bytes are not those that were recorded, though size and time are: the file has rotted, or was changed by something that hides it. It was left as it is; restore it from another copy.';
const UNLIKE_SUMS =
  'The bytes are not those that SHA256SUMS has; what else was recorded of it is lost, so it may have rotted or was edited. It was left as it is. Compare it with another copy; if these bytes are right, "keepsake accept --corrupt" records them.';
const MODIFIED =
  'Another program changed this file since it was recorded. If that was meant, run "keepsake accept"; if not, restore it from another copy.';
const EMPTY =
  'This file is empty now, and was not when it was recorded: its bytes are lost. It was left as it is; restore it from another copy.';
const EMPTY_AT_FIRST =
  'This file has 0 bytes: nothing of the picture is in it. Look for it at its source, or in another copy.';
const VANISHED =
  'This file went away while the verification ran, before it was ever recorded. Look whether that was meant.';
const UNSTEADY = 'This file was being written to while it was read. Verify again when that has ended.';
const ONLINE_ONLY =
  'Its bytes are with a cloud service, not on this disk: it was not read, so nothing is proved of it.';
const EXTRA = 'This file was not in the manifest; its checksum is recorded from now on.';

export class Checker {
  readonly #run: JobRun;
  readonly #clock: Clock;
  readonly #first: boolean;
  readonly #batch: VerifyBatch;
  readonly #lost: LostFiles;
  readonly #saidEmpty: Statement<[{ readonly file: number }]>;
  readonly differing: DifferingFiles;
  readonly #isLocal: boolean;
  bytes = 0;

  /** @param first the manifest is being made: what it doesn't hold is not extra */
  constructor(run: JobRun, clock: Clock, first: boolean) {
    this.#run = run;
    this.#clock = clock;
    this.#first = first;
    this.#batch = new VerifyBatch(run.store);
    this.#lost = new LostFiles(run.store.db);
    // Here, or settled by a person, wherever that was.
    this.#saidEmpty = run.store.db.prepare(
      `SELECT 1 FROM finding WHERE file = @file AND owner = 'verify' AND code = 'empty'
       UNION ALL SELECT 1 FROM change_file WHERE file = @file AND new_size = 0`,
    );
    this.differing = new DifferingFiles(run.store.db);
    this.#isLocal = isLocalDisk(run.store.layout.root);
  }

  get unsaved(): VerifyBatch['unsaved'] {
    return this.#batch.unsaved;
  }

  /** What was found and the catalog could not take. */
  get unkept(): readonly Finding[] {
    return this.#batch.unkept;
  }

  /** @throws {import('../job.ts').Stopped}, {import('../away.ts').BackupAway}; what was found until then is kept */
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
      settleChangedPlaces(this.#run.store, this.#batch, this.differing);
      this.#batch.flush();
    }
  }

  async #file(file: DueFile, tell: () => void): Promise<void> {
    // What was read here before is not taken away from a local disk: if it looks so, that is damage.
    const place = this.#isLocal && file.recorded != null ? 'disk' : 'cloud';
    if (file.onlineOnly && place === 'cloud') return this.#online(file);
    try {
      const read = await hashFile(
        joinPath(this.#run.store.layout.root, file.dirName, file.name),
        bytes => {
          this.bytes += bytes;
          tell();
        },
        this.#run.pause,
        place,
      );
      // It was said when it was recorded, by this machine or by another.
      const isEmptyStill = read.size === 0 && file.recorded?.size === 0;
      this.#batch.clear(file, isEmptyStill ? 'empty' : undefined);
      if (isEmptyStill && isOfPhoto(file) && this.#saidEmpty.get({ file: file.id }) == null)
        this.#batch.find(file, 'empty', EMPTY_AT_FIRST);
      this.#judge(file, read, read.unsteady);
    } catch (error) {
      if (error instanceof OnlineOnly) return this.#online(file);
      const { code } = error as NodeJS.ErrnoException;
      if (code == null) throw error;
      refuseAway(this.#run.store, code);
      if (code === 'ENOENT' && isGoneFor(this.#run.store.layout.root, file)) {
        this.#batch.clear(file);
        this.#batch.vanished(file);
        // Of one that was recorded the end of this run says that it is missing.
        if (file.recorded == null) this.#batch.find(file, 'unreadable', VANISHED);
        return;
      }
      this.#batch.clear(file);
      this.#batch.find(
        file,
        'unreadable',
        `This file can't be read (${code}), so nothing is proved of it. Check its permissions, or the drive.`,
      );
    }
  }

  #online(file: DueFile): void {
    this.#batch.clear(file);
    this.#batch.find(file, 'online-only', ONLINE_ONLY);
  }

  #judge(file: DueFile, now: FileState, unsteady: boolean): void {
    const verdict = verdictOf(file.recorded, now, unsteady, this.#clock);
    if (!unsteady && (verdict === 'corrupt' || verdict === 'modified')) this.differing.note(file.id, now);
    switch (verdict) {
      case 'proved':
        return this.#batch.proved(file);
      case 'touched':
        return this.#batch.record(file, now, 'touched');
      case 'unrecorded':
        return unsteady ? this.#batch.find(file, 'extra', UNSTEADY) : this.#record(file, now);
      case 'corrupt':
        this.#batch.state(file, 'corrupt');
        return this.#batch.find(file, 'corrupt', file.recorded?.size == null ? UNLIKE_SUMS : CORRUPT);
      case 'modified':
        this.#batch.state(file, 'modified');
        if (now.size === 0 && !unsteady) return this.#batch.find(file, 'empty', EMPTY);
        return this.#batch.find(file, 'modified', unsteady ? UNSTEADY : MODIFIED);
      default:
        verdict satisfies never;
    }
  }

  #record(file: DueFile, now: FileState): void {
    const from = this.#lost.take(now.sha256, file.name.text);
    if (from != null) {
      const dir = storedName(from.path, from.pathRaw);
      const name = storedName(from.name, from.raw);
      this.#batch.gone(dir, name, { ...now, size: from.rec_size, mtime: from.rec_mtime });
      this.#batch.record(file, now, 'moved');
      return this.#batch.tell(file, 'moved', movedFrom(joinName(dir, name), false));
    }
    this.#batch.record(file, now, 'first');
    if (now.size === 0 && isOfPhoto(file)) this.#batch.find(file, 'empty', EMPTY_AT_FIRST);
    if (!this.#first) this.#batch.tell(file, 'extra', EXTRA);
  }
}

const isOfPhoto = (file: DueFile): boolean => fileKind(file.name.text) !== 'other';

/** Where it can't be told, it is not gone. */
function isGoneFor(root: string, file: DueFile): boolean {
  try {
    return isGone(root, joinName(file.dirName, file.name));
  } catch {
    return false;
  }
}
