/** Reads one file for the index: what it says of itself, and the key of its content. Nothing is written. */
import { joinPath } from '../../backup/name.ts';
import { OnlineOnly } from '../../backup/onlineOnly.ts';
import type { FindingCode } from '../../catalog/findings.ts';
import { damageOf } from '../../media/damage.ts';
import { FACTS_VERSION } from '../../media/factsVersion.ts';
import { fileKind } from '../../media/kinds.ts';
import type { FileFacts } from '../../media/model.ts';
import { quickFacts } from '../../media/quick/quickFacts.ts';
import { readFacts } from '../../media/readFacts.ts';
import { readSidecar } from '../../media/sidecar.ts';
import { thumbKey } from '../../media/thumbnail/key.ts';
import type { ExifTool } from '../../programs/exiftool.ts';
import type { PendingFile } from './pending.ts';

export interface FileReading {
  readonly file: PendingFile;
  /** Undefined: nothing to be read in such a file, or it could not be. */
  readonly facts?: FileFacts;
  readonly contentKey?: string;
  /** It is to be tried again by the next index. */
  readonly again: boolean;
  readonly findings: readonly { readonly code: FindingCode; readonly message: string }[];
}

/**
 * @param exiftool undefined where it can't run: what is too unusual for us is then known by its name and time alone
 * @throws ExifToolMissing where exiftool turns out not to run
 */
export async function readFile(
  root: string,
  file: PendingFile,
  exiftool: ExifTool | undefined,
): Promise<FileReading | undefined> {
  const kind = fileKind(file.name.text);
  const path = joinPath(root, file.dirName, file.name);
  if (file.onlineOnly) return onlineOnly(file);
  if (kind === 'other') return { file, again: false, findings: [] };
  if (file.size === 0) return empty(file);
  try {
    if (kind === 'sidecar') {
      if (exiftool == null) return { file, again: true, findings: [] };
      return { file, facts: await readSidecar(exiftool, path, file.name.text), again: false, findings: [] };
    }
    const contentKey = file.contentKey ?? thumbKey(path, file.size);
    const quick = await quickFacts(path, file.name.text);
    const facts = quick ?? (exiftool && (await readFacts(exiftool, path, file.name.text)));
    if (facts == null) return { file, contentKey, again: true, findings: [] };
    const message = damageOf(path, facts);
    return { file, facts, contentKey, again: false, findings: message == null ? [] : [{ code: 'damaged', message }] };
  } catch (error) {
    // Taken away since it was surveyed: the next survey sees it.
    if (error instanceof OnlineOnly) return { ...onlineOnly(file), again: true };
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code == null) throw error;
    return {
      file,
      again: true,
      findings: [
        {
          code: 'unreadable',
          message: `This file can't be read (${code}). Check its permissions, or the drive; index again after that.`,
        },
      ],
    };
  }
}

function onlineOnly(file: PendingFile): FileReading {
  const message = `Only its name is on this disk; the ${file.size.toLocaleString('en')} bytes are with a cloud service. It was not read, for reading would download it. Make it available offline, then index again.`;
  return { file, again: false, findings: [{ code: 'online-only', message }] };
}

function empty(file: PendingFile): FileReading {
  const message =
    'This file has 0 bytes: nothing of the picture is in it. Look for it at its source, or in another copy.';
  return { file, facts: { v: FACTS_VERSION }, again: false, findings: [{ code: 'empty', message }] };
}
