/** What sources say of assets, as the least trusted of their sidecars: for lists, views and the making of assets. */
import type { Statement } from 'better-sqlite3';
import type { Said } from '../ledger/said.ts';
import { composeAsset } from '../media/composeAsset.ts';
import { FACTS_VERSION } from '../media/factsVersion.ts';
import type { AssetFacts, FileFacts, Group, SidecarOf } from '../media/model.ts';
import type { Catalog } from './open.ts';

/** By what a person calls it: shown as the file that said so. */
export const SOURCE_LABELS: Readonly<Record<string, string>> = {
  'google-takeout': 'Google Takeout',
  'apple-archive': 'Apple’s archive',
  'photos-library': 'Photos library',
  osxphotos: 'osxphotos',
  icloudpd: 'icloudpd',
  folder: 'the folder it came from',
};

/** What a source's word is taken as where it isn't as Takeout's: Apple's times may be to the minute. */
const FORMS: Readonly<Record<string, SidecarOf['form']>> = { 'apple-archive': 'apple', 'photos-library': 'apple' };

/** Facts by what said them. */
export type SaidFacts = readonly (readonly [source: string, facts: FileFacts])[];

interface Row {
  readonly source: string;
  readonly json: string;
}

const factsOf = ({ source, json }: Row): readonly [string, FileFacts] => {
  const { facts, raw } = JSON.parse(json) as Said;
  return [
    SOURCE_LABELS[source] ?? source,
    // Checked as they came into the ledger.
    {
      ...(facts as Partial<FileFacts>),
      ...(source === 'photos-library' && burstOf(raw)),
      v: FACTS_VERSION,
      sidecarOf: { form: FORMS[source] ?? 'takeout' },
    },
  ];
};

/** The one that stands for a burst in Photos has this bit. */
const KEY_OF_BURST = 16;

/** What a Photos library says of bursts has no field of its own in the record. */
function burstOf(raw: Said['raw']): Pick<FileFacts, 'burst' | 'burstCover'> {
  const { burst, burstPick } = raw ?? {};
  if (typeof burst !== 'string' || burst === '') return {};
  return { burst, ...(typeof burstPick === 'number' && (burstPick & KEY_OF_BURST) !== 0 && { burstCover: true }) };
}

export class SaidOfAssets {
  readonly #one: Statement<[Buffer], Row>;
  readonly #many: Statement<[string], Row & { readonly id: number }>;
  readonly #isAny: Statement<[]>;

  constructor(db: Catalog) {
    this.#one = db.prepare('SELECT source, json FROM said WHERE asset = ? ORDER BY source');
    this.#many = db.prepare(
      `SELECT a.id, s.source, s.json FROM json_each(?) w JOIN asset a ON a.id = w.value JOIN said s ON s.asset = a.uid
       ORDER BY s.source`,
    );
    this.#isAny = db.prepare('SELECT 1 FROM said LIMIT 1');
  }

  of(uid: Buffer): SaidFacts {
    return this.#one.all(uid).map(factsOf);
  }

  /** @param ids JSON of catalog ids @returns by catalog id */
  ofAll(ids: string): ReadonlyMap<number, SaidFacts> {
    if (this.#isAny.get() == null) return new Map();
    const said = new Map<number, (readonly [string, FileFacts])[]>();
    for (const { id, ...row } of this.#many.iterate(ids)) {
      const list = said.get(id);
      if (list == null) said.set(id, [factsOf(row)]);
      else list.push(factsOf(row));
    }
    return said;
  }
}

/** As {@link composeAsset}, with what sources say behind all that the files say themselves. */
export function composeSaid(
  group: Group,
  files: ReadonlyMap<string, FileFacts>,
  dir: string,
  said: SaidFacts,
): AssetFacts {
  if (said.length === 0) return composeAsset(group, files, dir);
  const members = [...group.members, ...said.map(([name]) => ({ name, role: 'sidecar' as const }))];
  return composeAsset({ ...group, members }, new Map([...files, ...said]), dir);
}
