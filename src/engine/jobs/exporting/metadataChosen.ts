/** Where metadata went of what came before: it stays there, though another run chooses otherwise. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { Finding } from '../../catalog/findings.ts';
import type { Catalog } from '../../catalog/open.ts';
import { counted } from '../driving/drivenCounts.ts';
import type { ExportChoices } from './choices.ts';

export type MetadataChoice = ExportChoices['metadata'];
const Choices = z.array(z.enum(['embed', 'sidecar', 'none']));

/** What came by one download of these is recognised in the next. */
const ONE_SOURCE: ReadonlySet<string> = new Set(['google-takeout', 'apple-archive', 'icloudpd']);

export class MetadataChosen {
  readonly #db: Catalog;
  readonly #key: string;

  /** @param paths of the source, absolute */
  constructor(db: Catalog, kind: string, paths: readonly string[]) {
    const of = ONE_SOURCE.has(kind) ? [kind] : [kind, ...paths];
    this.#db = db;
    this.#key = `metadata:${createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 24)}`;
  }

  /**
   * Something came so.
   * @param options what the header of a plan says was chosen
   * @param isAll nothing had come before, or an undo took it back
   */
  note(options: unknown, isAll = false): void {
    const { success, data } = z.looseObject({ metadata: z.enum(['embed', 'sidecar', 'none']) }).safeParse(options);
    const before = isAll ? [] : this.#read();
    if (!success || before.includes(data.metadata)) return;
    const sql = 'INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value';
    this.#db.prepare(sql).run(this.#key, JSON.stringify([...before, data.metadata].sort()));
  }

  /** @param unchanged photos and videos that came before */
  finding(now: MetadataChoice, unchanged: number): Finding | undefined {
    const all = this.#read();
    const others = all.filter(choice => choice !== now);
    // Who wants nothing written misses nothing.
    if (unchanged === 0 || others.length === 0 || now === 'none') return undefined;
    const photos = counted(unchanged, 'photo or video', 'photos and videos');
    const which = others.length < all.length ? `Of the ${photos} that came before, some came` : `${photos} came before`;
    const message = `${which} with --metadata ${others.join(' or ')}, and stay as they are: what they lack is on record, but --metadata ${now} is for what comes from now on. To have it of these too, take their export back with "keepsake undo" and export again.`;
    return { severity: 'info', code: 'skipped', path: { text: '' }, message };
  }

  #read(): readonly MetadataChoice[] {
    const row = this.#db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(this.#key);
    return row == null ? [] : Choices.parse(JSON.parse(row.value));
  }
}
