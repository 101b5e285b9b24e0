import type { Command } from 'commander';
import type { AssetView } from '../../engine/catalog/assetView.ts';
import { listAssets } from '../../engine/catalog/list.ts';
import { parseQuery, queryFields } from '../../engine/catalog/query.ts';
import { formatCaptureTime } from '../../engine/media/captureTime.ts';
import { assetLine } from '../assetLine.ts';
import { type CommonOptions, withCommonOptions } from '../context.ts';
import { formatNumberOf } from '../format.ts';
import { printedPath } from '../printedPath.ts';
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
      `\nQuery: words and field:value, field:>=value, field:a..b, -field:value. For example: year:2019 camera:iphone -has:gps\nFields: ${queryFields().join(', ')}\nhas: time, gps, title, description, keywords, people, albums, rating, sidecar, checksum\nis: photo, video, live, raw, edited, favorite, damaged, problem, verified`,
    )
    .action(async (backup: string, words: string[], options: CommonOptions) => {
      const query = parseQuery(words.join(' '));
      exit(
        await runLook('list', backup, options, async look => {
          let assets = 0;
          for (const view of listAssets(look.store.db, query)) {
            look.counts.assets = ++assets;
            await look.print(look.json ? JSON.stringify(assetLine(view)) : textLine(view));
            if (readerIsGone()) break;
          }
          return `${formatNumberOf(assets, 'photo or video', 'photos and videos')}.`;
        }),
      );
    });
}
