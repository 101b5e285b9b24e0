/**
 * Decides what becomes of each item of a source: copied as a new photo, joined to one that the backup has, kept as a
 * duplicate whose albums and words are merged, left as it is, or left out. It touches no disk but through its ports.
 */
import { type Finding, SEVERITY_OF } from '../../catalog/findings.ts';
import { splitName } from '../../media/kinds.ts';
import type { AssetFacts } from '../../media/model.ts';
import { wrongExtension } from '../../media/wrongExtension.ts';
import type { Action, PlanPath } from '../../plan/form.ts';
import { faultOfTarget, nameOfPath } from '../../plan/targetPath.ts';
import type { SourceFinding } from '../../sources/finding.ts';
import type { SourceFile, SourceItem } from '../../sources/source.ts';
import { AlbumLinks, albumFolder } from './albumFolders.ts';
import type { BackupState, Home, Mapped, Twin } from './backupState.ts';
import type { ExportChoices } from './choices.ts';
import { type Copying, copyOf, fileTime, fromOf } from './copying.ts';
import { FolderNames } from './folderNames.ts';
import { composed, differing, isCopied, lackingOf } from './knowledge.ts';
import { LayoutTemplate } from './layoutTemplate.ts';
import { FindingCounts, goneSince, leftOutBy } from './leftOut.ts';
import { parted } from './parted.ts';
import type { Knowledge } from './planFields.ts';
import { PlannedFiles } from './plannedFiles.ts';
import { Returning } from './returning.ts';
import { STEM_BYTES, safePart } from './safePart.ts';
import { Sayings } from './sayings.ts';
import type { SourceFiles } from './sourceBytes.ts';
import type { Tally } from './tally.ts';
import { stemOf, tailsOf } from './targetNames.ts';

export interface PlannerPorts {
  readonly state: BackupState;
  /** SHA-256 in hex of a file of the source; undefined where it can't be read. */
  hash(file: SourceFile): Promise<string | undefined>;
  report(finding: Finding): void;
  /** Absolute path of a file of the source, or of the archive that it lies in. */
  placeOf?(file: SourceFile): string | undefined;
}

/** What becomes of the files of an item. */
interface Fates {
  /** They come. */
  readonly fresh: readonly SourceFile[];
  /** They came before. */
  readonly known: ReadonlyMap<SourceFile, Mapped>;
  /** The backup has their bytes. */
  readonly twins: ReadonlyMap<SourceFile, Twin>;
}

export class Planner {
  readonly #ports: PlannerPorts;
  readonly #choices: ExportChoices;
  readonly #tally: Tally;
  readonly #layout: LayoutTemplate;
  readonly #names: FolderNames;
  readonly #planned: PlannedFiles;
  readonly #sayings: Sayings;
  readonly #links: AlbumLinks | undefined;
  readonly #counts = new FindingCounts();
  readonly #returning: Returning;
  #id = 0;
  #asset = 0;

  /**
   * @param files are told of what is to be copied
   * @throws {import('./layoutTemplate.ts').LayoutError}
   */
  constructor(ports: PlannerPorts, choices: ExportChoices, tally: Tally, files: SourceFiles) {
    this.#ports = ports;
    this.#choices = choices;
    this.#tally = tally;
    this.#layout = new LayoutTemplate(choices.layout);
    this.#names = new FolderNames(folder => ports.state.names(folder));
    this.#planned = new PlannedFiles(files, file => ports.hash(file));
    const sha256 = (file: SourceFile): Promise<string | undefined> => this.#planned.sha256(file);
    this.#returning = new Returning(ports.state, this.#names, sha256, choices.again);
    this.#sayings = new Sayings(ports.state);
    this.#links = choices.albums === 'links' ? new AlbumLinks(ports.state, this.#names) : undefined;
  }

  /** Passes on what a source has to say, and counts the photos that it concerns. */
  finding(finding: SourceFinding, severity: Finding['severity']): void {
    const { code, path, message } = finding;
    this.#ports.report({ severity, code, path: { text: path }, source: {}, message });
    const count = this.#counts.of(finding);
    if (count != null) this.#tally[count]++;
  }

  /** @returns what is to be done for it, in order */
  async plan(item: SourceItem): Promise<readonly Action[]> {
    const unwanted = leftOutBy(item.states, this.#choices);
    if (unwanted != null) {
      this.#tally.skipped += item.files.length;
      this.#tell('skipped', item.main, unwanted);
      return [];
    }
    const known = new Map<SourceFile, Mapped>();
    const former = new Map<SourceFile, Mapped>();
    for (const file of this.#all(item)) {
      const mapped = this.#ports.state.mapped(file);
      if (mapped != null) (this.#returning.isKnown(mapped) ? known : former).set(file, mapped);
    }
    const fresh = this.#all(item).filter(file => !known.has(file));
    const main = known.get(item.main);
    if (main != null && (!main.isThere || main.home == null)) return this.#letGo(item, known);
    const twins = new Map<SourceFile, Twin>();
    for (const file of fresh) {
      const twin = await this.#twinOf(file);
      if (twin != null) twins.set(file, twin);
    }
    if (fresh.includes(item.main) && !twins.has(item.main) && !former.has(item.main)) {
      const deleted = await this.#returning.deleted(item.main);
      if (deleted != null && this.#returning.isKnown(deleted)) return this.#letGo(item, known.set(item.main, deleted));
      if (deleted != null) {
        former.set(item.main, deleted);
        // What came with it lay beside it.
        const others = fresh.filter(file => !twins.has(file) && !former.has(file));
        for (const [file, beside] of await this.#returning.besideDeleted(deleted, others)) former.set(file, beside);
      }
    }
    this.#returning.release(former.values());
    const fates = { fresh: fresh.filter(file => !twins.has(file)), known, twins };
    const home = main?.home ?? twins.get(item.main)?.home ?? homeOfRest(item, fates);
    // To a name that is not UTF-8 nothing can be put beside.
    const canJoin = home != null && (typeof home.main === 'string' || fates.fresh.length === 0);
    return canJoin
      ? this.#join(item, home, fates)
      : this.#new(item, fates, this.#returning.idOf(former.get(item.main)));
  }

  #all({ files, sidecars }: SourceItem): readonly SourceFile[] {
    return [...files, ...sidecars.filter(isCopied)];
  }

  #letGo(item: SourceItem, known: Fates['known']): readonly Action[] {
    for (const file of item.files) {
      const mapped = known.get(file);
      if (mapped?.isThere === true) this.#tally.unchanged++;
      else {
        this.#tally.skipped++;
        this.#tell('skipped', file, goneSince(mapped?.path));
      }
    }
    return [];
  }

  async #twinOf(file: SourceFile): Promise<Twin | undefined> {
    // All files without bytes are alike, and say nothing of one another.
    if (file.size === 0) return undefined;
    const { state } = this.#ports;
    const [mayBackup, mayPlan] = [state.mayHave(file), this.#planned.mayHave(file)];
    if (!mayBackup && !mayPlan) return undefined;
    const sha256 = await this.#planned.sha256(file);
    if (sha256 == null) return undefined;
    return (mayBackup ? await state.twin(file, sha256) : undefined) ?? (await this.#planned.twin(file, sha256));
  }

  /** What the item has more than a photo that the backup has already. */
  #join(item: SourceItem, home: Home, { known, fresh, twins }: Fates): readonly Action[] {
    const { folder, name } = parted(home.main);
    const stem = stemOf({ name, role: home.role });
    const all = this.#all(item);
    const tails = tailsOf(all);
    this.#tellKnown(item, { known, twins });
    const asset = ++this.#asset;
    const facts = composed(item);
    const mtime = fileTime(facts.capturedAt?.value);
    const why = `belongs to ${shown(home.main)}`;
    const copies = fresh.map(file => {
      const to = this.#beside(folder, stem, tails[all.indexOf(file)] ?? '', file);
      this.#planned.add(file, to, home);
      const { tags } = lackingOf(item, file, facts, this.#choices.metadata);
      return this.#copy(file, { to, asset, mtime, uuid: home.uuid, why, tags });
    });
    const more = this.#sayings.more(home, item);
    const imported = this.#imported(twins);
    const keep: Action = {
      type: 'action',
      id: 0,
      action: 'keep',
      path: home.main,
      why:
        twins.size > 0
          ? `the backup has the bytes of ${item.main.path} already`
          : `${item.main.path} has new albums or words`,
      keepsake: { uuid: home.uuid, ...more, ...(imported.length > 0 && { imported }) } satisfies Knowledge,
    };
    const links = this.#links?.of(home.main, this.#albumsOf(item, home.uuid), this.#unlinked(item)) ?? [];
    return this.#numbered([...(imported.length > 0 || more != null ? [keep] : []), ...copies, ...links]);
  }

  /** A place beside a photo; where the name is taken, as by an earlier edit, another that is free. */
  #beside(folder: string, stem: string, tail: string, file: SourceFile): string {
    if (this.#names.join(folder, stem, [tail])) return joined(folder, stem + tail);
    const dot = Math.max(0, tail.lastIndexOf('.'));
    const free = this.#names.take(folder, stem + tail.slice(0, dot), [tail.slice(dot)]);
    const to = joined(folder, free + tail.slice(dot));
    this.#tell('name-collision', file, `Another file of this name is there already: this one becomes ${to}.`);
    return to;
  }

  #numbered(actions: readonly Action[]): readonly Action[] {
    return actions.map((action): Action => {
      const id = ++this.#id;
      if (action.action !== 'copy') return { ...action, id };
      const missing = this.#returning.missing(shown(action.to));
      return { ...action, id, ...(missing != null && { missing }) };
    });
  }

  /** Of an album that a person took it out of there is no link either. */
  #albumsOf(item: SourceItem, uuid: string): readonly string[] {
    const { state } = this.#ports;
    return item.albums.filter(title => !state.wasInAlbum(uuid, title) || state.isInAlbum(uuid, title));
  }

  #imported(twins: Fates['twins']): NonNullable<Knowledge['imported']> {
    return [...twins].map(([file, { path }]) => ({ ...fromOf(file, this.#planned.knownSha(file)), at: path }));
  }

  /** Counts what is not copied. */
  #tellKnown({ files }: SourceItem, { known, twins }: Pick<Fates, 'known' | 'twins'>): void {
    for (const file of files) {
      const mapped = known.get(file);
      if (mapped?.isThere === false) {
        this.#tally.skipped++;
        this.#tell('skipped', file, goneSince(mapped.path));
      } else if (mapped != null) this.#tally.unchanged++;
      else if (twins.has(file)) this.#tally.duplicates++;
    }
  }

  /** Whatever happened: nothing can be planned after it. */
  close(): void {
    this.#planned.close();
    this.#sayings.close();
  }

  /** When all items are planned: what the source says otherwise than it did before. */
  *rest(): Generator<Action> {
    for (const { uuid, main, said } of this.#sayings.changed()) {
      const why = 'the source tells more of it, or otherwise than before';
      const keepsake: Knowledge = { uuid, said };
      yield { type: 'action', id: ++this.#id, action: 'keep', path: main, why, keepsake };
    }
  }

  /** A photo that the backup doesn't have, but perhaps some of its files: those lie with another photo. */
  #new(item: SourceItem, { fresh, known, twins }: Fates, uuid: string): readonly Action[] {
    const facts = composed(item);
    const files = fresh;
    const { metadata } = this.#choices;
    const { xmp, tags, why: untaken } = lackingOf(item, item.main, facts, metadata);
    const named = [...files, ...(xmp == null ? [] : [{ name: `${item.main.name}.xmp`, role: 'sidecar' as const }])];
    const tails = tailsOf(named);
    const stem = stemOf(item.main);
    const extension = item.main.name.trimEnd().slice(splitName(item.main.name.trimEnd()).stem.length + 1);
    const place = this.#layout.place({
      stem,
      extension,
      capturedAt: facts.capturedAt?.value,
      album: item.albums[0],
      camera: facts.camera?.value,
    });
    const [album] = this.#choices.albums === 'folders' ? item.albums : [];
    const folder = album == null ? place.folder : albumFolder(this.#ports.state.albumName(album));
    const free = this.#names.take(folder, place.stem, tails);
    const targets = tails.map(tail => joined(folder, free + tail));
    const fault = targets.map(to => faultOfTarget({ text: to })).find(found => found != null);
    if (fault != null) {
      this.#tellKnown(item, { known, twins });
      this.#tally.failed += item.files.filter(file => fresh.includes(file)).length;
      this.#tell('unsafe-path', item.main, `It can’t get a name in the backup: that ${fault}. It was left out.`);
      return [];
    }
    const isChanged = safePart(stem) !== stem || (files[0] === item.main && !isAsGiven(item.main.name, tails[0]));
    this.#tellOf(item, facts, {
      ...(free !== place.stem && { collided: targets[0] ?? '' }),
      ...(isChanged && { changed: targets[0] ?? '' }),
    });
    this.#tellKnown(item, { known, twins });
    const asset = ++this.#asset;
    const mtime = fileTime(facts.capturedAt?.value);
    const knowledge = this.#sayings.first(uuid, item);
    const main = targets[0] ?? '';
    const home: Home = { uuid, main, role: item.main.role, isPlanned: true };
    const why = `a ${item.group.kind} ${facts.capturedAt == null ? 'of unknown time' : `whose time is known by ${facts.capturedAt.origin}`}`;
    const actions = files.map((file, i): Action => {
      const to = targets[i] ?? '';
      this.#planned.add(file, to, home);
      const its = file === item.main ? tags : lackingOf(item, file, facts, metadata).tags;
      if (i > 0) return this.#copy(file, { to, asset, mtime, uuid, why: `belongs to ${main}`, tags: its });
      return {
        ...this.#copy(file, { to, asset, mtime, uuid, why, tags: its }),
        keepsake: { uuid, main: true, ...knowledge },
      };
    });
    if (xmp != null) {
      if (untaken != null)
        this.#tell('metadata-unwritten', item.main, `${untaken}: what it lacks is in ${targets.at(-1)} beside it.`);
      actions.push({
        type: 'action',
        id: 0,
        action: 'copy',
        asset,
        text: xmp,
        to: targets.at(-1) ?? '',
        mtime: mtime ?? null,
        why: `what is known of ${main} and it lacks`,
        // Its main file is the first of these actions.
        ...(tags != null && files[0] === item.main && { instead: this.#id + 1 }),
        keepsake: { uuid } satisfies Knowledge,
      });
    }
    for (const [file, twin] of twins) actions.push(this.#elsewhere(file, twin));
    actions.push(...(this.#links?.of(main, this.#albumsOf(item, uuid), this.#unlinked(item)) ?? []));
    return this.#numbered(actions);
  }

  /** A file of a new photo whose bytes lie with another: two photos have one edit, or one film. */
  #elsewhere(file: SourceFile, { path, home }: Twin): Action {
    const how = home.isPlanned === true ? 'Its bytes come already' : 'The backup has its bytes already';
    const message = `${how}, as ${shown(path)}: they are not copied again, and stay with that photo.`;
    this.#tell('skipped', file, message);
    const imported = this.#imported(new Map([[file, { path, home }]]));
    const keepsake: Knowledge = { uuid: home.uuid, imported };
    const why = `the backup has the bytes of ${file.path} already`;
    return { type: 'action', id: 0, action: 'keep', path: home.main, why, keepsake };
  }

  #copy(file: SourceFile, copying: Omit<Copying, 'sha256'>): Action {
    if (file.role !== 'sidecar') this.#tally.planned++;
    this.#tally.bytes += file.size;
    return copyOf(file, { ...copying, sha256: this.#planned.knownSha(file) });
  }

  #tellOf(item: SourceItem, facts: AssetFacts, { collided, changed }: { collided?: string; changed?: string }): void {
    if (facts.capturedAt == null)
      this.#tell(
        'no-capture-time',
        item.main,
        'When it was taken is not known: no date in the file, in a sidecar, in its name or in its folder. It goes to "Unknown date".',
      );
    for (const { code, message } of differing(item, facts)) this.#tell(code, item.main, message);
    if (collided != null)
      this.#tell(
        'name-collision',
        item.main,
        `Another photo of this name is there already: this one becomes ${collided}.`,
      );
    if (changed != null)
      this.#tell(
        'unsafe-name',
        item.main,
        Buffer.byteLength(item.main.name) > STEM_BYTES
          ? `This name is too long where a word or a number has to go behind it: in the backup it is ${changed}.`
          : `Not every system takes this name (Windows, exFAT, a Mac): in the backup it is ${changed}.`,
      );
    for (const file of item.files) {
      const message = wrongExtension(file.name, item.said.get(file.name)?.fileType);
      if (message != null) this.#tell('wrong-extension', file, message);
    }
  }

  #unlinked(item: SourceItem): (message: string) => void {
    return message => this.#tell('unsafe-name', item.main, message);
  }

  #tell(
    code:
      | 'skipped'
      | 'unsafe-path'
      | 'unsafe-name'
      | 'no-capture-time'
      | 'date-differs'
      | 'place-differs'
      | 'name-collision'
      | 'wrong-extension'
      | 'metadata-unwritten',
    file: SourceFile,
    message: string,
  ): void {
    const at = this.#ports.placeOf?.(file);
    const source = at == null ? {} : { at };
    this.#ports.report({ severity: SEVERITY_OF[code], code, path: { text: file.path }, source, message });
  }
}

/**
 * The photo that a file with another main file belonged to so far, as its main one: an edit whose original comes now,
 * a film whose still does. An edit that two photos share makes them no one photo.
 */
function homeOfRest({ files }: SourceItem, { known, twins }: Fates): Home | undefined {
  for (const file of files) {
    const mapped = known.get(file);
    const twin = twins.get(file);
    if (mapped?.isThere === true && mapped.home != null && shown(mapped.home.main) === mapped.path) return mapped.home;
    const isHalf = file.role === 'live' || file.role === 'raw';
    if (twin != null && isHalf && shown(twin.home.main) === shown(twin.path)) return twin.home;
  }
  return undefined;
}

/** Whether a file keeps its extension. */
const isAsGiven = (name: string, tail = ''): boolean => name.normalize('NFC').trimEnd().endsWith(tail);

const shown = (path: PlanPath): string => nameOfPath(path).text;
const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
