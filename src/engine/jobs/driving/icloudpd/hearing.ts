/** What icloudpd tells of files, as counts and findings. */
import type { Finding } from '../../../catalog/findings.ts';
import { goneSince } from '../../exporting/leftOut.ts';
import type { DownloadPorts } from './download.ts';
import type { TakingIn, TakingInParts } from './takingIn.ts';

export class Hearing implements DownloadPorts {
  readonly #parts: TakingInParts;
  readonly #takingIn: TakingIn;
  readonly #onCame: (bytes: number) => void;
  readonly #arrived = new Set<string>();
  readonly #failures = new Map<string, { readonly where: string; readonly message: string }>();
  #cut = 0;

  /** @param onCame told of each file that has come, with its size */
  constructor(parts: TakingInParts, takingIn: TakingIn, onCame: (bytes: number) => void) {
    this.#parts = parts;
    this.#takingIn = takingIn;
    this.#onCame = onCame;
  }

  /** Whether anything has come. */
  get hasCome(): boolean {
    return this.#arrived.size > 0;
  }

  came(where: string): void {
    const size = this.#parts.folder.sizeOf(where) ?? 0;
    this.#takingIn.came(where);
    this.#arrived.add(where);
    this.#failures.delete(where);
    if (size === 0) this.failed(where, 'it came without a byte');
    this.#onCame(size);
  }

  wasThere(where: string | undefined): void {
    const { tally, earlier } = this.#parts;
    // It may have come by this run: icloudpd begins anew by itself where its connection breaks.
    if (where != null && (tally.isCounted(where) || this.#arrived.has(where))) return;
    const known = where == null ? undefined : earlier.of(where);
    if (where == null) tally.wasThere(`...${++this.#cut}`);
    else if (known?.isThere !== false) tally.wasThere(where);
    else if (tally.isGone(where)) this.#report('info', 'skipped', where, goneSince(known.path));
  }

  failed(where: string, why: string): void {
    const what = where === '' ? 'A photo' : where.slice(where.lastIndexOf('/') + 1);
    const message = `${what} did not come from iCloud: ${why}. The next run tries again.`;
    this.#failures.set(where === '' ? `?${this.#failures.size}` : where, { where, message });
    this.#parts.tally.failed = this.#failures.size;
  }

  note(text: string): void {
    this.#parts.run.reporter.note(text);
  }

  /** When nothing comes any more: what failed may have come after all. */
  tellFailures(): void {
    for (const { where, message } of this.#failures.values()) this.#report('error', 'copy-failed', where, message);
    this.#parts.tally.failed = this.#failures.size;
  }

  #report(severity: Finding['severity'], code: Finding['code'], where: string, message: string): void {
    const { run, options } = this.#parts;
    run.report({
      severity,
      code,
      path: { text: where === '' ? options.account : `${options.account}/${where}` },
      message,
    });
  }
}
