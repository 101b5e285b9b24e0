/**
 * Holds a backup against a list of checksums that was made elsewhere. Nothing is recorded: neither what is proved
 * nor what is wrong is taken for more than what this list says.
 */
import { Buffer } from 'node:buffer';
import fs from 'node:fs';
import path from 'node:path';
import { hashFile } from '../backup/hash.ts';
import { isLocalDisk } from '../backup/localDisk.ts';
import { joinName, joinPath, type Name, nameKey, nameOf } from '../backup/name.ts';
import { OnlineOnly } from '../backup/onlineOnly.ts';
import { type WalkedFile, walk } from '../backup/walk.ts';
import { type FindingCode, SEVERITY_OF } from '../catalog/findings.ts';
import { refuseAway } from './away.ts';
import { type JobOptions, type JobResult, type JobRun, runJob } from './job.ts';
import { type ManifestEntry, readManifest } from './verifying/manifestFile.ts';

export interface VerifyManifestOptions extends JobOptions {
  /** Absolute path of the list. */
  readonly manifest: string;
}

/** The file is no list of SHA-256 checksums. */
export class NoManifest extends Error {
  override readonly name = 'NoManifest';
}

/** A file of the backup that may be in the list. */
interface Place {
  readonly path: Name;
  readonly file: WalkedFile;
  isListed: boolean;
}

/** @throws {NoManifest}, the system's error where it can't be read, and as {@link runJob} does */
export async function verifyManifest(options: VerifyManifestOptions): Promise<JobResult> {
  const { entries, unread } = read(options.manifest);
  return runJob('verify', { ...options, create: true, recordsNothing: true }, run =>
    new ManifestCheck(run, options.manifest).check(entries, unread),
  );
}

function read(file: string): ReturnType<typeof readManifest> {
  if (fs.statSync(file).isDirectory())
    throw new NoManifest(`${file} is a folder. Nothing was changed. Give the file with the checksums.`);
  const manifest = readManifest(fs.readFileSync(file));
  if (manifest.entries.length > 0) return manifest;
  throw new NoManifest(
    manifest.others > 0
      ? `${file} holds checksums, but none of them is a SHA-256 (${manifest.others} of another kind). Nothing was changed. Make a list with "sha256sum", "rclone hashsum sha256" or "hashdeep -c sha256".`
      : `${file} holds no checksums that can be read. Nothing was changed. Give a list as "sha256sum", "rclone hashsum sha256" or "hashdeep" writes it.`,
  );
}

const latin1 = ({ text, raw }: Name): string => (raw ?? Buffer.from(text)).toString('latin1');

class ManifestCheck {
  readonly #run: JobRun;
  readonly #root: string;
  readonly #manifest: string;
  /** By the bytes of their paths as latin1, and by their form of Unicode that all systems share. */
  readonly #places = new Map<string, Place>();
  readonly #byKey = new Map<string, Place>();
  #bytes = 0;

  constructor(run: JobRun, manifest: string) {
    this.#run = run;
    this.#root = run.store.layout.root;
    this.#manifest = manifest;
  }

  async check(entries: readonly ManifestEntry[], unread: readonly number[]): Promise<JobResult> {
    const run = this.#run;
    run.count({ files: 0, verified: 0, corrupt: 0, missing: 0, extra: 0, modified: 0, moved: 0, damaged: 0, bytes: 0 });
    run.count({ empty: 0, unread: 0 });
    await this.#look();
    const base = this.#baseOf(entries);
    if (unread.length > 0) this.#say('unreadable', { text: '' }, this.#unreadLines(unread));
    const wanted = this.#wanted(entries, base);
    let done = 0;
    for (const [where, sha256] of wanted) {
      await this.#one(where, sha256);
      run.progress({ phase: 'hash', done: ++done, total: wanted.size, bytes: this.#bytes, totalBytes: 0 });
      const waiting = run.pause();
      if (waiting != null) await waiting;
    }
    for (const [where, place] of this.#places)
      if (!place.isListed && where.startsWith(base) && path.join(this.#root, place.path.text) !== this.#manifest)
        this.#say('extra', place.path, `This file is not in ${this.#manifest}. It was left as it is.`);
    run.count({ errors: run.result.errors });
    return run.result;
  }

  async #look(): Promise<void> {
    for (const { dir, files, troubles } of walk(this.#root)) {
      for (const { code, path: where, message } of troubles) this.#say(code, where, message);
      for (const file of files) {
        const place = { path: joinName(dir, file.name), file, isListed: false };
        this.#places.set(latin1(place.path), place);
        this.#byKey.set(nameKey(place.path.text), place);
      }
      this.#run.count({ files: this.#places.size });
      this.#run.progress({ phase: 'look', done: this.#places.size, total: 0, bytes: 0, totalBytes: 0 });
      const waiting = this.#run.pause();
      if (waiting != null) await waiting;
    }
  }

  /** Most lists are made in the backup's root. One that lies within may be made where it lies. @returns '' or a folder with `/` */
  #baseOf(entries: readonly ManifestEntry[]): string {
    const own = path.relative(this.#root, path.dirname(this.#manifest)).split(path.sep).join('/');
    if (own === '' || own.startsWith('..') || path.isAbsolute(own)) return '';
    const base = `${Buffer.from(own).toString('latin1')}/`;
    const isAny = (folder: string): boolean =>
      entries.some(entry => this.#places.has(folder + (this.#inBackup(entry.path) ?? '')));
    return !isAny('') && isAny(base) ? base : '';
  }

  /** @returns latin1, or undefined for what leads out of the backup */
  #inBackup(listed: string): string | undefined {
    const root = `${Buffer.from(this.#root).toString('latin1')}/`;
    const relative = listed.startsWith(root) ? listed.slice(root.length) : listed;
    const parts = relative.split('/').filter(part => part !== '' && part !== '.');
    return relative.startsWith('/') || parts.includes('..') || parts.length === 0 ? undefined : parts.join('/');
  }

  #wanted(entries: readonly ManifestEntry[], base: string): ReadonlyMap<string, Buffer> {
    const wanted = new Map<string, Buffer>();
    for (const { path: listed, sha256 } of entries) {
      const within = this.#inBackup(listed);
      const shown = nameOf(Buffer.from(listed, 'latin1'));
      if (within == null) {
        this.#say('unsafe-path', shown, 'This path of the list leads out of the backup: it was not looked at.');
        continue;
      }
      const where = base + within;
      const before = wanted.get(where);
      if (before != null && !before.equals(sha256))
        this.#say('conflict', shown, 'The list has this file twice, with different checksums. The first was used.');
      else wanted.set(where, sha256);
    }
    return wanted;
  }

  async #one(where: string, sha256: Buffer): Promise<void> {
    const name = nameOf(Buffer.from(where, 'latin1'));
    const place = this.#places.get(where) ?? this.#byKey.get(nameKey(name.text));
    if (place != null) place.isListed = true;
    const at = place?.path ?? name;
    const file = joinPath(this.#root, at);
    try {
      const now = await hashFile(
        file,
        bytes => {
          this.#bytes += bytes;
        },
        this.#run.pause,
        isLocalDisk(this.#root) ? 'disk' : 'cloud',
      );
      this.#run.count({ bytes: this.#bytes });
      if (now.sha256.equals(sha256)) this.#run.count({ verified: Number(this.#run.result.counts.verified) + 1 });
      else if (now.unsteady)
        this.#say(
          'unreadable',
          at,
          'This file was being written to while it was read. Verify again when that has ended.',
        );
      else
        this.#say(
          'corrupt',
          at,
          `${now.size === 0 ? 'This file is empty: its' : 'Its'} bytes are not those that ${this.#manifest} lists. It was left as it is; compare it with another copy.`,
        );
    } catch (error) {
      if (error instanceof OnlineOnly)
        return this.#say('online-only', at, 'Its bytes are with a cloud service, not on this disk: it was not read.');
      const { code } = error as NodeJS.ErrnoException;
      if (code == null) throw error;
      refuseAway(this.#run.store, code);
      if (code === 'ENOENT' || code === 'ENOTDIR')
        return this.#say('missing', at, `${this.#manifest} lists this file, and it is not there.`);
      const why = code === 'ELOOP' ? 'It is a symbolic link, which is not followed' : `It can't be read (${code})`;
      this.#say('unreadable', at, `${why}, so nothing is proved of it. Check its permissions, or the drive.`);
    }
  }

  #say(code: FindingCode, where: Name, message: string): void {
    if (code === 'unreadable' || code === 'online-only')
      this.#run.count({ unread: Number(this.#run.result.counts.unread) + 1 });
    this.#run.report({ severity: SEVERITY_OF[code], code, path: where, message });
  }

  #unreadLines(unread: readonly number[]): string {
    const first = unread.slice(0, 5).join(', ');
    return `${unread.length === 1 ? 'A line' : `${unread.length} lines`} of ${this.#manifest} can't be read as checksum and path (line ${first}${unread.length > 5 ? ', …' : ''}): nothing is known of what they were about.`;
  }
}
