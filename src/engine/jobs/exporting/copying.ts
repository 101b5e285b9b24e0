/** What a plan says of a file that is copied. Pure. */
import { filingMs, instantOf } from '../../media/dateText.ts';
import type { CaptureTime } from '../../media/model.ts';
import type { CopyAction } from '../../plan/form.ts';
import type { SourceFile } from '../../sources/source.ts';
import type { Knowledge } from './planFields.ts';

export interface Copying {
  readonly to: string;
  /** Number that ties a photo's files together. */
  readonly asset: number;
  readonly uuid: string;
  readonly why: string;
  /** ISO 8601; undefined: the source's. */
  readonly mtime: string | undefined;
  /** In hex, where it is known. */
  readonly sha256: string | undefined;
  readonly tags: Readonly<Record<string, unknown>> | undefined;
}

/** Without its id, which it gets in its place. */
export function copyOf(file: SourceFile, { to, asset, uuid, why, mtime, sha256, tags }: Copying): CopyAction {
  return {
    type: 'action',
    id: 0,
    action: 'copy',
    asset,
    from: fromOf(file, sha256),
    to,
    mtime: mtime ?? (file.mtimeMs == null ? null : isoOf(file.mtimeMs)),
    why,
    ...(tags != null && { metadata: { tags: { ...tags } } }),
    keepsake: { uuid } satisfies Knowledge,
  };
}

export function fromOf(file: SourceFile, sha256: string | undefined) {
  return {
    source: 0,
    path: file.path,
    ...(!file.path.endsWith(`/${file.name}`) && file.path !== file.name && { name: file.name }),
    size: file.size,
    ...(file.crc32 != null && { crc32: file.crc32 }),
    ...(sha256 != null && { sha256 }),
    ...(file.mtimeMs != null && { modified: Math.round(file.mtimeMs) }),
  };
}

/** The time that a file gets. Of a clock without zone no instant is known: it stands as UTC, the same on every machine. */
export function fileTime(capturedAt: CaptureTime | undefined): string | undefined {
  return capturedAt == null ? undefined : isoOf(instantOf(capturedAt) ?? filingMs(capturedAt));
}

const YEAR_1 = -62_135_596_800_000;
const YEAR_9999 = 253_402_300_799_999;

/** With four digits for the year: beyond these no photo was taken. */
function isoOf(ms: number): string {
  return new Date(Math.max(YEAR_1, Math.min(ms, YEAR_9999))).toISOString();
}
