/**
 * What icloudpd may be started with. Some of its options delete from iCloud (`--auto-delete`,
 * `--delete-after-download`, `--keep-icloud-recent-days`), run programs or send mail (`--notification-script`,
 * `--smtp-…`), take a password (`--password`) or go on for ever (`--watch-with-interval`): only what is named here
 * is ever passed. Names as in `icloudpd --help`, 1.32.
 */

/** A flag that a person wants isn't one of those that are passed on. Nothing was started. */
export class FlagRefused extends Error {
  override readonly name = 'FlagRefused';
}

/** What a person may choose, with the form of its value; null: it has none. */
const CHOICES: Readonly<Record<string, RegExp | null>> = {
  '--recent': /^\d{1,9}$/,
  '--until-found': /^\d{1,9}$/,
  '--album': /^[^-].{0,500}$/s,
  '--library': /^[\w-]{1,200}$/,
  '--domain': /^(com|cn)$/,
  '--align-raw': /^(as-is|original|alternative)$/,
  '--skip-created-before': /^(\d{4}-\d\d-\d\d(T[\d:]{5,8})?|\d{1,6}d)$/,
  '--skip-created-after': /^(\d{4}-\d\d-\d\d(T[\d:]{5,8})?|\d{1,6}d)$/,
  '--skip-videos': null,
  '--skip-photos': null,
  '--skip-live-photos': null,
  '--xmp-sidecar': null,
};

/** Those that a person may choose. */
export const ICLOUDPD_CHOICES: readonly string[] = Object.keys(CHOICES);

/**
 * @param flags as a person gave them, `--recent 100` or `--recent=100`, already taken apart at blanks
 * @returns the same, each with its value behind it
 * @throws {FlagRefused}
 */
export function checkedFlags(flags: readonly string[]): readonly string[] {
  const checked: string[] = [];
  for (let i = 0; i < flags.length; i++) {
    const given = flags[i] ?? '';
    const equals = given.startsWith('--') ? given.indexOf('=') : -1;
    const name = equals < 0 ? given : given.slice(0, equals);
    const form = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
    if (form === undefined)
      throw new FlagRefused(
        `"${given}" is nothing that icloudpd is started with by Keepsake, which never lets it delete, send or run anything. These are: ${ICLOUDPD_CHOICES.join(' ')}. Nothing was changed.`,
      );
    if (form == null) {
      if (equals >= 0) throw new FlagRefused(`${name} takes no value. Nothing was changed.`);
      checked.push(name);
      continue;
    }
    const value = equals < 0 ? (flags[++i] ?? '') : given.slice(equals + 1);
    if (!form.test(value)) throw new FlagRefused(`"${value}" is no value for ${name}. Nothing was changed.`);
    checked.push(name, value);
  }
  return checked;
}

export interface IcloudpdTask {
  /** Apple ID. */
  readonly account: string;
  /** Absolute path of the folder with its session: never in the backup. */
  readonly cookies: string;
}

/** Only asks for password and code where the session has ended, and keeps the session. */
export function signInArguments({ account, cookies }: IcloudpdTask): readonly string[] {
  return [...common({ account, cookies }), '--log-level', 'info', '--auth-only'];
}

export interface DownloadTask extends IcloudpdTask {
  /** Where to, from its working folder: a short path, for its lines cut off what is longer than 96 characters. */
  readonly directory: string;
  /** From {@link checkedFlags}. */
  readonly flags: readonly string[];
  /** It only names what it would download. */
  readonly dryRun: boolean;
}

export function downloadArguments({ directory, flags, dryRun, ...task }: DownloadTask): readonly string[] {
  return [
    ...common(task),
    ...['--log-level', 'debug', '--no-progress-bar'],
    ...['--directory', directory, '--folder-structure', '{:%Y/%m/%d}'],
    // A name with the photo's own id: what is there is known by it, whatever its size.
    ...['--file-match-policy', 'name-id7', '--live-photo-mov-filename-policy', 'original'],
    '--keep-unicode-in-filenames',
    // The photo as it was taken, its edit, and the other half of RAW and JPEG.
    ...['--size', 'original', '--size', 'adjusted', '--size', 'alternative'],
    ...(dryRun ? ['--dry-run', '--only-print-filenames'] : []),
    // With the first it would still write sidecars.
    ...flags.filter(flag => !dryRun || flag !== '--xmp-sidecar'),
  ];
}

/** The keyring and the parameter are not asked: a password is typed into the terminal, and nothing keeps it. */
function common({ account, cookies }: IcloudpdTask): readonly string[] {
  return [
    ...['--username', account, '--cookie-directory', cookies],
    ...['--password-provider', 'console', '--mfa-provider', 'console'],
  ];
}
