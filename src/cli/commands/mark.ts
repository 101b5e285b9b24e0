import type { Command } from 'commander';
import { type Marks, markAssets } from '../../engine/catalog/marking.ts';
import { parseQuery } from '../../engine/catalog/query.ts';
import { foundIds } from '../../engine/catalog/search/found.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { UsageError } from '../exit.ts';
import { formatNumberOf } from '../format.ts';
import { QUERY_HELP } from '../queryHelp.ts';
import { runLook } from '../runLook.ts';

interface Options extends CommonOptions {
  readonly select: string;
  readonly rating?: number;
  readonly flag?: Marks['flag'];
  readonly favorite?: boolean;
}

/** @throws {UsageError} */
function rating(text: string): number {
  if (!/^[0-5]$/.test(text)) throw new UsageError(`"${text}" is no rating: give 0 to 5, where 0 is none.`);
  return Number(text);
}

/** @throws {UsageError} */
function flag(text: string): Marks['flag'] {
  if (text === 'pick' || text === 'reject' || text === 'none') return text;
  throw new UsageError(`"${text}" is no flag: give pick, reject or none.`);
}

/** @throws {UsageError} */
function yesOrNo(text: string): boolean {
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new UsageError(`"${text}" is neither yes nor no.`);
}

export function addMark(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('mark <backup>'))
    .description('rate, flag, or make a favorite of all that a query finds')
    .requiredOption('--select <query>', 'the photos and videos to mark; * is all')
    .option('--rating <n>', '0 to 5; 0 takes the rating away', rating)
    .option('--flag <flag>', 'pick, reject or none', flag)
    .option('--favorite <yes|no>', 'yes or no', yesOrNo)
    .addHelpText('after', MORE)
    .action(async (backup: string, { select, ...options }: Options) => {
      const { rating, flag, favorite } = options;
      const marks: Marks = {
        ...(rating == null ? {} : { rating }),
        ...(flag == null ? {} : { flag }),
        ...(favorite == null ? {} : { favorite }),
      };
      if (Object.keys(marks).length === 0)
        throw new UsageError('Say what to mark with: --rating, --flag, --favorite, or several of them.');
      if (select.trim() === '')
        throw new UsageError('The query is empty. Say which photos to mark; --select "*" marks all.');
      const query = parseQuery(select);
      exit(
        await runLook('mark', backup, options, async look => {
          const { assets, change } = markAssets(look.store, foundIds(look.store.db, query), marks);
          look.counts.assets = assets;
          if (assets === 0) return 'Nothing was marked: the query finds nothing.';
          const found = formatNumberOf(assets, 'photo or video', 'photos and videos');
          if (change == null) return `Nothing was changed: ${found} had that already.`;
          look.counts.change = change;
          return `Marked ${found}. "keepsake undo" takes it back (change ${change}).`;
        }),
      );
    });
}

const MORE = `${QUERY_HELP}

Marks are written at once, into Keepsake's record and not into the photos, also while a job is at work. Each run is a
change that "keepsake undo" takes back; photos that have the marks already are left as they are.

Examples:
  keepsake mark /photos --select 'path:2019/07/IMG_1.HEIC' --rating 4
  keepsake mark /photos --select 'person:ana year:2020' --favorite yes --flag pick
  keepsake mark /photos --select 'rating:1' --flag reject`;
