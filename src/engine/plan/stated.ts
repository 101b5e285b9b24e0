/** What is stated of a file that is to be copied, and whether its bytes are as stated. */
import { SourceFailed } from './refused.ts';

export interface Stated {
  /** Bytes. */
  readonly size: number;
  readonly crc32: number | undefined;
  /** In hex. */
  readonly sha256: string | undefined;
}

/** @throws {SourceFailed} */
export function refuseOther(stated: Stated, { size, crc32, sha256 }: Required<Stated>): void {
  if (size !== stated.size)
    throw new SourceFailed(
      'copy-failed',
      `The source gave ${size > stated.size ? 'more' : 'fewer'} bytes than the ${stated.size} that it lists.`,
    );
  if (stated.crc32 != null && crc32 !== stated.crc32)
    throw new SourceFailed('copy-failed', 'The bytes of the source don’t match their checksum (CRC).');
  if (stated.sha256 != null && sha256 !== stated.sha256)
    throw new SourceFailed('copy-failed', 'The bytes of the source are not those that the plan was made for.');
}
