/**
 * A query turns a condition round with a minus (`-has:gps`), which looks like an option to whoever parses
 * options. For commands that take a query all options are moved before a `--`, the words of the query behind it, in
 * their order: what is said of their places is then true.
 */
const TAKES_QUERY = new Set(['list']);
const SHORT_OPTIONS = new Set(['-h', '-V']);
const WITH_VALUE = new Set(['--catalog', '--jobs']);

export function guardNegations(args: readonly string[]): readonly string[] {
  const [command = '', ...given] = args;
  if (!TAKES_QUERY.has(command)) return args;
  const options: string[] = [];
  const words: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const arg = given[i] ?? '';
    if (arg === '--') {
      words.push(...given.slice(i + 1));
      break;
    }
    if (!arg.startsWith('--') && !SHORT_OPTIONS.has(arg)) words.push(arg);
    else {
      options.push(arg);
      if (WITH_VALUE.has(arg) && i + 1 < given.length) options.push(given[++i] ?? '');
    }
  }
  return [command, ...options, '--', ...words];
}

/** `keepsake --json verify …` is meant as `keepsake verify … --json`: options that every command has may stand before it. */
export function commandFirst(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg, i) => !arg.startsWith('-') && !WITH_VALUE.has(args[i - 1] ?? ''));
  if (at <= 0) return args;
  return [args[at] ?? '', ...args.slice(0, at), ...args.slice(at + 1)];
}
