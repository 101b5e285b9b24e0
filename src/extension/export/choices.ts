import * as z from 'zod';

/** Kinds of sources as the command line names them; `auto` looks what it is. */
export const SOURCE_KINDS = [
  'auto',
  'google-takeout',
  'apple-archive',
  'photos-library',
  'osxphotos',
  'icloudpd',
  'folder',
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const METADATA = ['embed', 'sidecar', 'none'] as const;
export const ALBUMS = ['memberships', 'links', 'folders'] as const;
export const ORDERS = ['year', 'album'] as const;

export const DEFAULT_LAYOUT = '{year}/{month}/{day}';

/** A path of folders with places for what is known of a photo; what it can't be is said by the command line. */
const layout = z.string().trim().min(1).max(200);

/** What a person can choose of an export, beside where from and where to. What is absent is as the command line has it. */
export const exportChoices = z.strictObject({
  layout: z.exactOptional(layout),
  metadata: z.exactOptional(z.enum(METADATA)),
  albums: z.exactOptional(z.enum(ALBUMS)),
  /** Take what is in a locked folder too. */
  locked: z.exactOptional(z.boolean()),
  /** Take what is in the source's trash too. */
  trashed: z.exactOptional(z.boolean()),
  /** Bring back what came before and is not in the backup any more. */
  again: z.exactOptional(z.boolean()),
  by: z.exactOptional(z.enum(ORDERS)),
});
export type ExportChoices = z.infer<typeof exportChoices>;

/** A whole export: the paths are absolute. */
export const exportRequest = z.object({
  kind: z.enum(SOURCE_KINDS),
  sources: z.array(z.string()).readonly(),
  /** Folder of the backup; it may not be there yet. */
  backup: z.string(),
  choices: exportChoices,
});
export type ExportRequest = Readonly<z.infer<typeof exportRequest>>;

/**
 * What another program fetches into the backup itself: no plan can be made of it. An account of iCloud is named as
 * `icloud:me@example.com`, and asks for its sign-in in the terminal.
 */
export function drivenBy({ kind, sources }: Pick<ExportRequest, 'kind' | 'sources'>): 'icloudpd' | 'osxphotos' | null {
  if (sources.some(isAccount)) return 'icloudpd';
  return kind === 'osxphotos' && sources.every(source => /\.photoslibrary[/\\]?$/i.test(source)) ? 'osxphotos' : null;
}

export function isAccount(source: string): boolean {
  return /^icloud:/i.test(source);
}

/**
 * What the command line is given. Values follow an option of ours in one word, and sources stand behind `--`: none of
 * them can be taken for an option.
 */
export function exportArguments({ kind, sources, backup, choices }: ExportRequest): string[] {
  const { layout, metadata, albums, locked, trashed, again, by } = choices;
  const args = ['export', `--to=${backup}`];
  if (kind !== 'auto') args.push(`--from=${kind}`);
  if (layout != null) args.push(`--layout=${layout}`);
  if (metadata != null) args.push(`--metadata=${metadata}`);
  if (albums != null && albums !== 'memberships') args.push(`--albums=${albums}`);
  if (by != null) args.push(`--by=${by}`);
  if (locked === true) args.push('--locked');
  if (trashed === true) args.push('--trashed');
  if (again === true) args.push('--again');
  return [...args, '--', ...sources];
}

/** The same, for the plan alone. @param plan absolute path that it is put at; undefined where there can be none */
export function planArguments(request: ExportRequest, plan: string | undefined): string[] {
  const [job = 'export', ...rest] = exportArguments(request);
  return [job, '--dry-run', ...(plan == null ? [] : [`--plan=${plan}`]), '--json', ...rest];
}
