/** What an item's sidecars know that its own files don't carry into the backup. Pure. */
import { Said, type SaidFacts } from '../../ledger/said.ts';
import { composeAsset } from '../../media/composeAsset.ts';
import { splitName } from '../../media/kinds.ts';
import type { AssetFacts, Fact, FileFacts } from '../../media/model.ts';
import type { XmpFields } from '../../media/xmpDocument.ts';
import type { SourceFile, SourceItem } from '../../sources/source.ts';

/** JSON stays behind: what it says is kept on the record. AAE and XMP are files that other programs use. */
export function isCopied({ role, name }: SourceFile): boolean {
  return role !== 'sidecar' || splitName(name.trimEnd()).extension !== 'json';
}

/** @returns undefined where the sidecars say nothing of their own */
export function saidOf(item: SourceItem): Said | undefined {
  const facts: Record<string, unknown> = {};
  for (const { name } of item.sidecars.filter(file => !isCopied(file)))
    for (const [field, value] of Object.entries(item.said.get(name) ?? {})) facts[field] ??= value;
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

/** What an XMP beside the photo would say: all that the photo's own files lack, and nothing that they state. */
export function lackingFields(item: SourceItem, asset: AssetFacts): XmpFields {
  const sidecars = new Set(item.sidecars.filter(file => !isCopied(file)).map(({ name }) => name));
  const lacks = <T>(fact: Fact<T> | undefined): fact is Fact<T> => fact?.file != null && sidecars.has(fact.file);
  const { capturedAt, gps, title, description, keywords, people, creator, copyright, rating } = asset;
  return {
    ...(lacks(capturedAt) && { capturedAt: capturedAt.value }),
    ...(lacks(gps) && { gps: gps.value }),
    ...(lacks(title) && { title: title.value }),
    ...(lacks(description) && { description: description.value }),
    ...(lacks(keywords) && { keywords: keywords.value }),
    ...(lacks(people) && { people: people.value }),
    ...(lacks(creator) && { creator: creator.value }),
    ...(lacks(copyright) && { copyright: copyright.value }),
    ...(lacks(rating) && { rating: rating.value }),
  };
}
