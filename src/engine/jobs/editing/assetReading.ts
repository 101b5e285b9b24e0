/** Reads what the files of a photo say now, of bytes that the record knows: other bytes are not edited. */
import fs from 'node:fs';
import { joinPath, type Name } from '../../backup/name.ts';
import { type Clock, sameTime } from '../../backup/sameTime.ts';
import type { AssetFile, AssetView } from '../../catalog/assetView.ts';
import type { FindingCode } from '../../catalog/findings.ts';
import { SaidOfAssets } from '../../catalog/saidFacts.ts';
import type { Store } from '../../catalog/store.ts';
import { uuidBytes } from '../../catalog/uuid.ts';
import { splitName } from '../../media/kinds.ts';
import type { FileFacts, TimeClaim } from '../../media/model.ts';
import { quickTags } from '../../media/quick/quickTags.ts';
import { FileBytes } from '../../media/quick/source.ts';
import { xmpTags } from '../../media/quick/xmp.ts';
import { factsOf } from '../../media/readFacts.ts';
import { readSidecar, SIDECAR_LIMIT } from '../../media/sidecar.ts';
import { xmpFacts } from '../../media/xmpSidecar.ts';
import type { FilePath, FileSystem } from '../../plan/fileSystem.ts';
import { type ExifTool, ExifToolMissing, type RawTags } from '../../programs/exiftool.ts';
import { READ_ARGS } from '../../programs/exiftoolTags.ts';
import type { EditedAsset, EditedFile } from './editedAsset.ts';
import { Neighbours } from './neighbours.ts';

/** The photo is left as it is. */
export interface LeftAlone {
  readonly code: FindingCode;
  readonly path: Name;
  readonly message: string;
}

export interface ReadingPorts {
  readonly store: Store;
  readonly fs: FileSystem;
  readonly exiftool: ExifTool;
  readonly clock: Clock;
  /** Tags that are not read of every file. */
  readonly names: readonly string[];
  /** Whether what sidecars say of the time is wanted. */
  readonly wantsTimes: boolean;
  /** Whose date is wanted. */
  readonly neighbour?: 'next' | 'previous' | undefined;
  readonly pause: () => Promise<void> | undefined;
}

export class AssetReading {
  readonly #ports: ReadingPorts;
  readonly #said: SaidOfAssets;
  readonly #neighbours: Neighbours;
  readonly #marks: { get(uid: Buffer): unknown };

  constructor(ports: ReadingPorts) {
    this.#ports = ports;
    const { db } = ports.store;
    this.#said = new SaidOfAssets(db);
    this.#neighbours = new Neighbours(ports.store);
    this.#marks = db.prepare<[Buffer]>('SELECT 1 FROM mark WHERE uid = ? AND rating IS NOT NULL');
  }

  /** @throws ExifToolMissing; whatever `pause` throws */
  async read(view: AssetView): Promise<EditedAsset | LeftAlone> {
    const files: EditedFile[] = [];
    const claims: TimeClaim[] = [];
    for (const file of view.files) {
      const isXmp = splitName(file.name).extension === 'xmp';
      if (file.role === 'other') continue;
      if (file.role === 'sidecar' && this.#ports.wantsTimes) claims.push(...(await this.#timesOf(file)));
      if (file.role === 'sidecar' && !isXmp) continue;
      const found = await this.#file(file, isXmp);
      if ('code' in found) return found;
      files.push(found);
    }
    const uid = uuidBytes(view.uid);
    if (this.#ports.wantsTimes) claims.push(...this.#said.of(uid).flatMap(([, { times = [] }]) => times));
    const { neighbour } = this.#ports;
    const neighbourTime = neighbour == null ? undefined : this.#neighbours.timeOf(view, neighbour);
    return {
      uid: view.uid,
      files,
      facts: view.facts,
      sidecarTimes: claims,
      ...(neighbourTime != null && { neighbourTime }),
      mtimeMs: (view.files[0]?.mtime ?? 0) / 1000,
      isMarked: this.#marks.get(uid) != null,
    };
  }

  async #file(file: AssetFile, isXmp: boolean): Promise<EditedFile | LeftAlone> {
    const { fs: disk, store, clock, pause } = this.#ports;
    const { path, name, role } = file;
    const left = (code: FindingCode, message: string): LeftAlone => ({
      code,
      path,
      message: `${message} Nothing of it is changed.`,
    });
    const place = joinPath(store.layout.root, path);
    const stat = disk.lstat(place);
    if (stat == null) return left('missing', 'This file is not there.');
    if (stat.kind !== 'file') return left('conflict', 'This is no regular file.');
    if (stat.onlineOnly)
      return left('online-only', 'Its bytes are with a cloud service, not on this disk; it is not read.');
    if (file.state === 'corrupt') return left('corrupt', 'Its bytes are damaged: restore it from another copy first.');
    if (file.state === 'modified' || stat.size !== file.size || !sameTime(stat.mtime, file.mtime, clock))
      return left(
        'modified',
        'Another program has changed it: index the backup, and accept the file where it is on record, first.',
      );
    const sha256 = file.sha256?.toString('hex') ?? (await disk.hash(place, pause)).sha256.toString('hex');
    const tags = await this.#tags(place, isXmp);
    const facts: FileFacts = isXmp ? xmpFacts(tags, name) : factsOf(tags);
    if (isXmp && facts.fileType !== 'XMP') return left('unreadable', 'This sidecar can’t be read as XMP.');
    return { path, name, role, size: file.size, sha256, tags, facts };
  }

  /** @returns none where it can't be read: there is the sidecar then */
  async #tags(file: FilePath, isXmp: boolean): Promise<RawTags> {
    const { exiftool, names } = this.#ports;
    try {
      const quick = names.length > 0 ? undefined : isXmp ? plainXmp(file) : await plainTags(file);
      const args = isXmp ? [...READ_ARGS, '-XMP:all'] : [...READ_ARGS, ...names.map(name => `-${name}`)];
      return quick ?? (await exiftool.readRaw(file, args));
    } catch (error) {
      if (error instanceof ExifToolMissing) throw error;
      return {};
    }
  }

  async #timesOf({ path, name }: AssetFile): Promise<readonly TimeClaim[]> {
    const { times } = await readSidecar(this.#ports.exiftool, joinPath(this.#ports.store.layout.root, path), name);
    return times ?? [];
  }
}

async function plainTags(file: FilePath): Promise<RawTags | undefined> {
  const fd = fs.openSync(file, 'r');
  try {
    return await quickTags(new FileBytes(fd, fs.fstatSync(fd).size), '');
  } finally {
    fs.closeSync(fd);
  }
}

function plainXmp(file: FilePath): RawTags | undefined {
  return fs.statSync(file).size > SIDECAR_LIMIT ? undefined : xmpTags(fs.readFileSync(file, 'utf8'));
}
