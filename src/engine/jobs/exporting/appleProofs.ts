/** Whether the bytes that a source gives are those that Apple recorded: found out as they pass, and told. */
import type { Finding } from '../../catalog/findings.ts';
import { AppleChecksumHash, appleVerdict } from '../../media/appleChecksum.ts';
import type { SourceFile } from '../../sources/source.ts';
import { TextSet } from '../../table/textSet.ts';

export class AppleProofs {
  /** Files whose bytes are those that Apple recorded, and files whose are not, or can't be told to be. */
  confirmed = 0;
  unconfirmed = 0;
  readonly #report: (finding: Finding) => void;
  readonly #settled = new TextSet();

  constructor(report: (finding: Finding) => void) {
    this.#report = report;
  }

  /** @returns what is to take all bytes of the file; undefined where Apple recorded nothing of it, or all is known */
  of(file: SourceFile): { update(bytes: Uint8Array): void; end(): void } | undefined {
    const { appleChecksum: recorded, name } = file;
    if (recorded == null || this.#settled.has(file.path)) return undefined;
    const hash = new AppleChecksumHash();
    return {
      update: bytes => hash.update(bytes),
      end: () => {
        if (this.#settled.has(file.path)) return;
        this.#settled.add(file.path);
        const verdict = appleVerdict(recorded, hash.digest());
        if (verdict === 'proved') {
          this.confirmed++;
          return;
        }
        this.unconfirmed++;
        const message =
          verdict === 'unverified'
            ? `Unverified: ${name} was edited, and its checksum is not the one that Apple recorded, which may be of another version. It was taken as it is.`
            : `${name} is not what Apple recorded: its checksum is another one. It was taken as it is. Hold it against the photo at iCloud, or against another copy.`;
        this.#report({
          severity: 'warning',
          code: 'checksum-unconfirmed',
          path: { text: file.path },
          source: {},
          message,
        });
      },
    };
  }
}
