/** What a line of icloudpd means. Its exit status means nothing: it is 0 also where it could do nothing at all. */

export type IcloudpdEvent =
  /** How many photos it is going to look at. */
  | { readonly type: 'total'; readonly count: number }
  /** `path` as it was given to it, from its working folder; cut in the middle where it has more than 96 characters. */
  | { readonly type: 'downloading' | 'downloaded' | 'there'; readonly path: string }
  /** `name`: of the file, where it tells one. */
  | { readonly type: 'failed'; readonly name: string | undefined; readonly why: string }
  /** By what the person chose. */
  | { readonly type: 'left-out' }
  /** It waits and tries again. */
  | { readonly type: 'waiting'; readonly text: string }
  | { readonly type: 'sign-in' }
  /** It can't go on. */
  | { readonly type: 'trouble'; readonly text: string }
  /** It went through all that it was to look at. */
  | { readonly type: 'over' };

const LOG = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (DEBUG|INFO|WARNING|ERROR|CRITICAL) +(.*)$/s;

type Reading = readonly [RegExp, (found: RegExpExecArray) => IcloudpdEvent];

const text = (found: RegExpExecArray, part = 1): string => found[part] ?? '';

/** Of its log; in the order in which they are tried. */
const SAID: readonly Reading[] = [
  [/^(.+) already exists$/s, found => ({ type: 'there', path: text(found) })],
  [
    /^Downloading (\d+|the first) .* (?:photos?|videos?|photos? (?:and|or) videos?) to .* \.\.\.$/s,
    found => ({ type: 'total', count: text(found) === 'the first' ? 1 : Number(text(found)) }),
  ],
  [/^Downloading \?\?\? /, () => ({ type: 'total', count: 0 })],
  [/^Downloading (.+?)\.\.\.$/s, found => ({ type: 'downloading', path: text(found) })],
  [/^Downloaded (.+)$/s, found => ({ type: 'downloaded', path: text(found) })],
  [
    /^Could not download (.+)\. Please try again later\.$/s,
    found => ({ type: 'failed', name: text(found), why: 'iCloud did not give it' }),
  ],
  [
    /^Could not find URL to download (.+) for size (.+)$/s,
    found => ({ type: 'failed', name: text(found), why: 'iCloud has no file of it to give' }),
  ],
  [
    /^IOError while writing file to (.+?)\. You might have run out/s,
    found => ({ type: 'failed', name: text(found), why: 'it could not be written: the disk may be full' }),
  ],
  [
    /^Could not create folder (.+)$/s,
    found => ({ type: 'failed', name: undefined, why: `the folder ${text(found)} could not be made` }),
  ],
  [/^Skipping deletion /, () => ({ type: 'left-out' })],
  [/^Skipping .+, (?:only downloading|as it was created) /s, () => ({ type: 'left-out' })],
  [/^(?:Error downloading .+, retrying|Session error|Internal Error at Apple, retrying|Retrying)/s, waiting],
  [/^Two-(?:factor|step) authentication is required/, () => ({ type: 'sign-in' })],
  [/^(?:Invalid email\/password combination|Failed to verify two-|Failed to send two-)/, () => ({ type: 'sign-in' })],
  [/^(?:All .+ have been downloaded|Found \d+ consecutive previously downloaded photos)/, () => ({ type: 'over' })],
  [
    /^(?:Cannot connect to Apple|Apple iCloud |Unknown library|iCloud re-authentication failed|Internal Error at Apple\.|Iteration was cancelled|Authentication required|.*Please use --domain)/,
    trouble,
  ],
];

/** What it prints outside of its log. */
const PRINTED: readonly Reading[] = [
  [
    /^KeyError: .* attribute was not found in the photo fields/,
    () => ({ type: 'failed', name: undefined, why: 'icloudpd could not read what iCloud says of a photo' }),
  ],
  // It wants to ask for the password, and there is nobody.
  [/^(?:EOFError|.*GetPassWarning|NotImplementedError: None of providers gave password)/, () => ({ type: 'sign-in' })],
  [/^(?:unrecognized arguments: |argument --?\w)/, trouble],
  [/^(?:[\w.]+)?(?:Error|Exception|Interrupt)(?::|$)/, trouble],
];

/** @param line without its end and without colours */
export function icloudpdEvent(line: string): IcloudpdEvent | undefined {
  const log = LOG.exec(line);
  const said = log?.[2] ?? line;
  for (const [pattern, read] of log == null ? PRINTED : SAID) {
    const found = pattern.exec(said);
    if (found != null) return read(found);
  }
  return log?.[1] === 'ERROR' || log?.[1] === 'CRITICAL' ? { type: 'trouble', text: said } : undefined;
}

function waiting({ input }: RegExpExecArray): IcloudpdEvent {
  return { type: 'waiting', text: input };
}

function trouble({ input }: RegExpExecArray): IcloudpdEvent {
  return { type: 'trouble', text: input };
}
