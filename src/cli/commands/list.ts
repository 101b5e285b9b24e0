import type { Command } from 'commander';
import type { AssetView } from '../../engine/catalog/assetView.ts';
import { unrecordedAssets } from '../../engine/catalog/duplicates.ts';
import { Originals } from '../../engine/catalog/imported.ts';
import { listAssets } from '../../engine/catalog/list.ts';
import { parseQuery } from '../../engine/catalog/query.ts';
import { formatCaptureTime } from '../../engine/media/captureTime.ts';
import { assetLine } from '../assetLine.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatNumberOf } from '../format.ts';
import { printedPath } from '../printedPath.ts';
import { QUERY_HELP } from '../queryHelp.ts';
import { readerIsGone } from '../reader.ts';
import { runLook } from '../runLook.ts';

const MARKS = { pick: ' pick', reject: ' reject', none: '' } as const;

function textLine(view: AssetView): string {
  const time = view.facts.capturedAt;
  const more = view.files.length - 1;
  return `${(time == null ? 'unknown' : formatCaptureTime(time.value)).padEnd(25)}  ${printedPath(view.path)}${more > 0 ? `  (+${formatNumberOf(more, 'file')})` : ''}${view.rating > 0 ? `  ${'*'.repeat(view.rating)}` : ''}${MARKS[view.flag]}`;
}

export function addList(program: Command, exit: (code: number) => void): void {
  withCommonOptions(program.command('list <backup> [query...]'))
    .description('assets, by capture time')
    .addHelpText(
      'after',
      `${QUERY_HELP}

Examples:
  keepsake list /photos
  keepsake list /photos year:2019 camera:iphone -has:gps
  keepsake list /photos 'date:2019-06..2019-08 "summer house" rating:>=4' --json
  keepsake list /photos is:duplicate`,
    )
    .action(async (backup: string, words: string[], options: CommonOptions) => {
      const query = parseQuery(words.join(' '));
      exit(
        await runLook('list', backup, options, async look => {
          let assets = 0;
          const originals = new Originals(look.store.db);
          const unknown = query.asksIs.has('duplicate') ? unrecordedAssets(look.store.db) : 0;
          if (unknown > 0)
            look.note(
              `${formatNumberOf(unknown, 'photo or video has', 'photos and videos have')} no recorded checksum yet, so what they are duplicates of is not known: "keepsake verify" records them.`,
            );
          for (const view of listAssets(look.store.db, query)) {
            look.counts.assets = ++assets;
            await look.print(
              look.json
                ? JSON.stringify(assetLine(view, originals.of(view.files.map(({ id }) => id))))
                : textLine(view),
            );
            if (readerIsGone()) break;
          }
          return `${formatNumberOf(assets, 'photo or video', 'photos and videos')}.`;
        }),
      );
    });
}
