/** What an item's sidecars know that its own files don't carry into the backup. Pure. */
import { Said, type SaidFacts } from '../../ledger/said.ts';
import { composeAsset } from '../../media/composeAsset.ts';
import { type Disagreement, disagreements } from '../../media/disagreement.ts';
import { embeddedTags } from '../../media/embeddedTags.ts';
import { splitName } from '../../media/kinds.ts';
import { lacking } from '../../media/lacking.ts';
import type { AssetFacts, FileFacts, Stated } from '../../media/model.ts';
import { xmpDocument } from '../../media/xmpDocument.ts';
import type { SourceFile, SourceItem } from '../../sources/source.ts';

/** JSON stays behind: what it says is kept on the record. AAE and XMP are files that other programs use. */
export function isCopied({ role, name }: SourceFile): boolean {
  return role !== 'sidecar' || splitName(name.trimEnd()).extension !== 'json';
}

/** @returns undefined where the sidecars say nothing of their own */
export function saidOf(item: SourceItem): Said | undefined {
  const facts: Record<string, unknown> = {};
  for (const { name } of item.sidecars.filter(file => !isCopied(file)))
    for (const [field, value] of Object.entries(item.said.get(name) ?? {}))
      facts[field] = united(field, facts[field], value);
  const checked = Said.shape.facts.safeParse(facts);
  const kept: SaidFacts = (checked.success ? checked.data : undefined) ?? {};
  const states = (['archived', 'trashed', 'locked', 'hidden'] as const).filter(state => item.states[state] === true);
  const said: Said = {
    ...(Object.keys(kept).length > 0 && { facts: kept }),
    ...(states.length > 0 && { states }),
    ...(item.raw != null && Object.keys(item.raw).length > 0 && { raw: { ...item.raw } }),
  };
  return Object.keys(said).length > 0 ? canonical(said) : undefined;
}

/** Keywords and people of all sidecars; of the rest the first one's word. */
function united(field: string, first: unknown, more: unknown): unknown {
  const [a, b] = [first, more] as (Stated<readonly string[]> | undefined)[];
  if (a == null || b == null || (field !== 'keywords' && field !== 'people')) return first ?? more;
  return { ...a, value: [...new Set([...a.value, ...b.value])] };
}

/** Of two that speak of the same photo the first is believed, and the other adds what that doesn't say. */
export function mergedSaid(first: Said | undefined, more: Said): Said {
  const states = [...new Set([...(first?.states ?? []), ...(more.states ?? [])])].sort();
  return canonical({
    ...more,
    ...first,
    ...((first?.facts ?? more.facts) != null && { facts: { ...more.facts, ...first?.facts } }),
    ...(states.length > 0 && { states }),
  });
}

/** With its fields in one order, so that what is equal is equal as text. */
export function canonical(said: Said): Said {
  return Said.parse(said);
}

/** The item as an asset: what its files and its sidecars say. */
export function composed(item: SourceItem): AssetFacts {
  return composeAsset(item.group, item.said as ReadonlyMap<string, FileFacts>, item.directory);
}

/** Where the sidecars say otherwise than the files when or where it was taken. */
export function differing(item: SourceItem, asset: AssetFacts): readonly Disagreement[] {
  const sidecars = item.sidecars.flatMap(({ name }) => {
    const facts = item.said.get(name) as FileFacts | undefined;
    return facts == null ? [] : [[name, facts] as const];
  });
  return disagreements(asset, item.group, item.said as ReadonlyMap<string, FileFacts>, sidecars);
}

export interface Lacking {
  /** To be written into the file while it is copied. */
  readonly tags?: Readonly<Record<string, unknown>>;
  /** An XMP beside it; where there are tags too, only if those can't be written. */
  readonly xmp?: string;
  /** Why the file itself can't take it. */
  readonly why?: string;
}

/** What is written of what a file lacks. @param metadata see `ExportChoices` */
export function lackingOf(
  item: SourceItem,
  file: SourceFile,
  asset: AssetFacts,
  metadata: 'embed' | 'sidecar' | 'none',
): Lacking {
  const isMain = file === item.main;
  if (metadata === 'none' || file.role === 'sidecar' || file.size === 0) return {};
  const facts = item.said.get(file.name);
  const fields = lacking({ name: file.name, role: file.role, isMain, facts }, asset);
  const embedding = metadata === 'embed' ? embeddedTags(fields, facts?.fileType, file.size) : undefined;
  const tags = embedding != null && 'tags' in embedding ? embedding.tags : undefined;
  // The source's own XMP is copied as it is; what else is known stays on the record.
  const hasXmp = item.sidecars.some(({ name }) => /\.xmp\s*$/i.test(name));
  const xmp = isMain && !hasXmp ? xmpDocument(fields) : undefined;
  const why = isMain && embedding != null && 'sidecar' in embedding ? embedding.sidecar : undefined;
  return { ...(tags != null && { tags }), ...(xmp != null && { xmp }), ...(why != null && { why }) };
}
