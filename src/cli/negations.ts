/**
 * A query turns a condition round with a minus (`-has:gps`), which looks like an option to whoever parses
 * options. For commands that take a query these words are moved behind a `--`; their order doesn't matter.
 */
const TAKES_QUERY = new Set(['list']);
const SHORT_OPTIONS = new Set(['-h', '-V']);

export function guardNegations(args: readonly string[]): readonly string[] {
  const command = args.find(arg => !arg.startsWith('-'));
  if (command == null || !TAKES_QUERY.has(command)) return args;
  const end = args.indexOf('--');
  const [before, behind] = end === -1 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
  const isNegation = (arg: string): boolean => /^-[^-]/.test(arg) && !SHORT_OPTIONS.has(arg);
  const negations = before.filter(isNegation);
  return negations.length === 0 ? args : [...before.filter(arg => !isNegation(arg)), '--', ...negations, ...behind];
}
