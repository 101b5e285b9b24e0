/** The commands, and what is said where one can't be run. */
import { Command, CommanderError } from 'commander';
import { BadQuery } from '../engine/catalog/query/badQuery.ts';
import { COUNTED, couldNot } from './counted.ts';
import { EXIT, UsageError } from './exit.ts';
import { messageOf } from './failure.ts';
import { lastWord } from './lastWord.ts';
import { commandFirst, guardNegations } from './negations.ts';
import { printable } from './printedPath.ts';
import { VERSION } from './version.ts';

type Add = (program: Command, exit: (code: number) => void) => void;

/** In the order of the help. Each is loaded only where it is asked for: what all of them need together takes longer than many a job. */
const COMMANDS: readonly (readonly [name: string, load: () => Promise<Add>])[] = [
  ['export', async () => (await import('./commands/export.ts')).addExport],
  ['index', async () => (await import('./commands/index.ts')).addIndex],
  ['list', async () => (await import('./commands/list.ts')).addList],
  ['info', async () => (await import('./commands/info.ts')).addInfo],
  ['verify', async () => (await import('./commands/verify.ts')).addVerify],
  ['accept', async () => (await import('./commands/accept.ts')).addAccept],
  ['mark', async () => (await import('./commands/mark.ts')).addMark],
  ['edit', async () => (await import('./commands/edit.ts')).addEdit],
  ['album', async () => (await import('./commands/album.ts')).addAlbum],
  ['plan', async () => (await import('./commands/plan.ts')).addPlan],
  ['apply', async () => (await import('./commands/apply.ts')).addApply],
  ['quarantine', async () => (await import('./commands/quarantine.ts')).addQuarantine],
  ['undo', async () => (await import('./commands/undo.ts')).addUndo],
];

const MORE = `
BACKUP is a folder of photos. Its first export, index or verification makes a folder .keepsake in it, and changes nothing else.

Examples:
  keepsake export DCIM --to /photos      bring photos in
  keepsake index /photos                 read what is there
  keepsake verify /photos                prove that every file is as it was recorded
  keepsake list /photos year:2019        what was taken in 2019
  keepsake info /photos                  the backup in numbers

Exit status: 0 done and nothing wrong, 1 done and errors found, 2 wrong usage, 3 could not do it, 130 stopped.
`;

/** @returns the exit status */
export async function runProgram(args: readonly string[]): Promise<number> {
  let status: number = EXIT.done;
  const program = new Command('keepsake')
    .description('Have your photos all, whole, once, and in order.')
    .option('-V, --version', 'print the version')
    .exitOverride()
    .usage('COMMAND BACKUP [options]')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true })
    .addHelpText('after', MORE)
    .showHelpAfterError('("keepsake --help" lists the commands, "keepsake COMMAND --help" their options)');
  const ordered = commandFirst(args);
  const asked = COMMANDS.filter(([name]) => name === ordered[0]);
  for (const [, load] of asked.length > 0 ? asked : COMMANDS)
    (await load())(program, code => {
      status = code;
    });
  const json = args.includes('--json');
  try {
    const options = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
    if (options.includes('--version') || options.includes('-V')) {
      process.stdout.write(`${VERSION}\n`);
      return EXIT.done;
    }
    if (args.length === 0) {
      process.stderr.write(program.helpInformation() + MORE);
      return EXIT.usage;
    }
    await program.parseAsync(guardNegations(ordered), { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) {
      const isHelp = error.exitCode === 0;
      if (!isHelp && json) summary(args, error.message);
      return isHelp ? EXIT.done : EXIT.usage;
    }
    return failProgram(args, error);
  }
}

/** Says what went wrong, where nobody else has. @returns the exit status */
export function failProgram(args: readonly string[], error: unknown): number {
  const message = messageOf(error);
  process.stderr.write(`keepsake: ${printable(message)}\n${error instanceof BadQuery ? pointer(error) : ''}`);
  if (args.includes('--json')) summary(args, message);
  return error instanceof UsageError || error instanceof BadQuery ? EXIT.usage : EXIT.failed;
}

/** The query, and below it where it is wrong. */
function pointer({ query, at, length }: BadQuery): string {
  const shown = (text: string): string => text.replace(/\s/g, ' ');
  const carets = '^'.repeat(Math.max(1, [...query.slice(at, at + length)].length));
  return `  ${printable(shown(query))}\n  ${' '.repeat([...query.slice(0, at)].length)}${carets}\n`;
}

/** For a command that was stopped before it could say so itself. @returns the exit status */
export function stopProgram(args: readonly string[]): number {
  if (args.includes('--json')) summary(args, { stopped: true });
  return EXIT.stopped;
}

/** Ends at once, but for what is still to be printed. */
export function endProgram(status: number): void {
  process.exitCode = status;
  const end = (): never => process.exit(status);
  process.stdout.write('', end);
  // Nobody may be reading.
  setTimeout(end, FAREWELL_MS);
}

const FAREWELL_MS = 1000;

/** @param fields what it ended with, or why it could not be done */
function summary(args: readonly string[], fields: object | string): void {
  const [first = ''] = commandFirst(args);
  const job = first.startsWith('-') ? '' : first;
  const counts = COUNTED[job] ?? {};
  lastWord(job, 0, { ...counts, ...(typeof fields === 'string' ? couldNot(counts, fields) : fields) });
}
