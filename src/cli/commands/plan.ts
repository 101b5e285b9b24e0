import type { Command } from 'commander';
import { Knowledge } from '../../engine/jobs/exporting/planFields.ts';
import { type CheckedPlan, checkPlan } from '../../engine/plan/check.ts';
import type { Action } from '../../engine/plan/form.ts';
import { BadPlan, PlanReader } from '../../engine/plan/read.ts';
import { nameOfPath } from '../../engine/plan/targetPath.ts';
import { type CommonOptions, resolvePath, withCommonOptions } from '../context.ts';
import { EXIT, UsageError } from '../exit.ts';
import { messageOf } from '../failure.ts';
import { formatBytes, formatNumberOf } from '../format.ts';
import { lastWord } from '../lastWord.ts';
import { Output } from '../output.ts';
import { printable } from '../printedPath.ts';

interface ShowOptions extends CommonOptions {
  readonly limit?: string;
}

const SHOW_MORE = `
With --json the lines are printed as they are in the plan.

Examples:
  keepsake plan show export.plan.jsonl
  keepsake plan show export.plan.jsonl --json | grep quarantine`;
const CHECK_MORE = `
Says whether a plan can be applied: its form, its paths, names that are one on other systems; and which files that it
copies are gone from its sources, or changed there. Where it can't, or not all of it, the exit status is 1. No backup is
looked at.

Examples:
  keepsake plan check export.plan.jsonl`;
const MORE = `
Examples:
  keepsake plan show export.plan.jsonl
  keepsake plan check export.plan.jsonl`;

const WORDS: Readonly<Record<Action['action'], string>> = {
  copy: 'to copy',
  move: 'to move',
  quarantine: 'to set aside',
  metadata: 'to write metadata into',
  link: 'to link',
  keep: 'to keep',
};

function sentence({ header, actions, counts, standIns, bytes }: CheckedPlan): string {
  const kinds = (Object.keys(counts) as Action['action'][])
    .map(kind => [kind, counts[kind] - (kind === 'copy' ? standIns : 0)] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${WORDS[kind]}`);
  if (standIns > 0) kinds.push(`${standIns} only where metadata can’t be written`);
  const size = bytes > 0 ? `, ${formatBytes(bytes)} to write` : '';
  return `A plan of ${header.job} from ${header.created}: ${formatNumberOf(actions, 'action')}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}${size}.`;
}

function lineOf(action: Action): string {
  const shown = (path: Parameters<typeof nameOfPath>[0]): string => printable(nameOfPath(path).text);
  const why = action.why === '' ? '' : `  (${printable(action.why)})`;
  const told = toldOf(action);
  switch (action.action) {
    case 'copy':
      return `${action.instead == null ? 'copy       ' : 'if need be '} ${action.from == null ? 'a text' : printable(action.from.path)} -> ${shown(action.to)}${why}${told}`;
    case 'move':
      return `move        ${shown(action.from)} -> ${shown(action.to)}${why}`;
    case 'link':
      return `link        ${shown(action.path)} -> ${shown(action.target)}${why}`;
    case 'quarantine':
      return `set aside   ${shown(action.path)}${why}`;
    case 'metadata':
      return `metadata    ${shown(action.path)}: ${printable(Object.keys(action.tags).join(', '))}${why}`;
    case 'keep':
      return `keep        ${shown(action.path)}${why}${told}`;
    default:
      action satisfies never;
      return '';
  }
}

/** What the record would be told of a photo: it decides what later exports leave out, and what is searched for. */
function toldOf(action: Action): string {
  const { success, data } = Knowledge.safeParse((action as { keepsake?: unknown }).keepsake);
  if (!success) return '';
  const { imported = [], albums = [], said } = data;
  const fields = [...Object.keys(said?.facts ?? {}), ...(said?.states ?? [])];
  const parts = [
    ...imported.map(({ path, at }) => `${path} came already, as ${nameOfPath(at).text}`),
    ...(albums.length > 0 ? [`albums: ${albums.join(', ')}`] : []),
    ...(fields.length > 0 ? [`said of it: ${fields.join(', ')}`] : []),
  ];
  return parts.length === 0 ? '' : `  [${printable(parts.join('; '))}]`;
}

async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await new Promise(resolve => process.stdout.once('drain', resolve));
}

async function show(file: string, json: boolean, limit: number): Promise<void> {
  const reader = new PlanReader(file);
  let shown = 0;
  try {
    if (json) await print(JSON.stringify(reader.header));
    for (const { action } of reader.actions()) {
      if (++shown > limit) break;
      await print(json ? JSON.stringify(action) : lineOf(action));
    }
  } finally {
    reader.close();
  }
}

/** @throws {UsageError} */
function limitOf(text: string | undefined): number {
  if (text == null) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,15}$/.test(text)) throw new UsageError(`"${text}" is no number of actions.`);
  return Number(text);
}

async function look(file: string, options: ShowOptions, isShown: boolean): Promise<number> {
  const limit = limitOf(options.limit);
  const began = performance.now();
  const json = options.json === true;
  const end = (fields: object): void => {
    if (json) lastWord('plan', (performance.now() - began) / 1000, fields);
  };
  try {
    const plan = checkPlan(file);
    if (isShown) await show(file, json, limit);
    if (!json && (options.quiet !== true || !isShown))
      (isShown ? process.stderr : process.stdout).write(`${printable(sentence(plan))}\n`);
    const faults = isShown ? 0 : await lookAtSources(plan, options);
    end({ actions: plan.actions, ...plan.counts, bytes: plan.bytes, sha256: plan.sha256, ...(!isShown && { faults }) });
    return faults > 0 ? EXIT.findings : EXIT.done;
  } catch (error) {
    const message = messageOf(error, {});
    if (json && error instanceof BadPlan)
      await print(
        JSON.stringify({ type: 'finding', severity: 'error', code: 'bad-plan', path: file, line: error.line, message }),
      );
    process.stderr.write(`keepsake: ${printable(message)}\n`);
    end({ actions: 0, failed: true, message });
    return error instanceof BadPlan && !isShown ? EXIT.findings : EXIT.failed;
  }
}

/** @returns how many files can't be copied */
async function lookAtSources(plan: CheckedPlan, { json, quiet }: CommonOptions): Promise<number> {
  if (plan.counts.copy === 0) return 0;
  // Loaded where it is asked for: it brings every kind of source with it.
  const { planSources } = await import('../../engine/jobs/exporting/planSources.ts');
  const output = new Output({ json: json === true, quiet: quiet === true, absolutePaths: false, root: '' });
  let faults = 0;
  for await (const finding of planSources(plan, () => {})) {
    if (finding.severity === 'error') faults++;
    output.finding(finding);
  }
  output.tellMore();
  return faults;
}

export function addPlan(program: Command, exit: (code: number) => void): void {
  const plan = program.command('plan').description('look at a plan before it is applied').addHelpText('after', MORE);
  withCommonOptions(plan.command('show <file>'))
    .description('print what a plan would do')
    .option('--limit <n>', 'print no more actions than this; the whole plan is checked and counted all the same')
    .addHelpText('after', SHOW_MORE)
    .action(async (file: string, options: ShowOptions) => exit(await look(resolvePath(file), options, true)));
  withCommonOptions(plan.command('check <file>'))
    .description('say whether a plan can be applied')
    .addHelpText('after', CHECK_MORE)
    .action(async (file: string, options: CommonOptions) => exit(await look(resolvePath(file), options, false)));
}
