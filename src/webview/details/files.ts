import type { DetailFile } from '../../protocol/details.ts';
import type { FromWebview } from '../../protocol/webview.ts';
import { element, foreign } from '../element.ts';
import { type IconName, icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { roleNames, text } from '../text.ts';

export type Post = (message: FromWebview) => void;

const bad = (file: DetailFile) => file.state === 'corrupt' || file.state === 'missing' || file.state === 'modified';

function fileIcon(file: DetailFile): SVGElement {
  if (file.state === 'corrupt' || file.state === 'missing') return icon('error', 'err');
  if (file.state === 'modified') return icon('warning', 'warn');
  if (file.name.toLowerCase().endsWith('.json')) return icon('json');
  const icons: Record<DetailFile['role'], IconName> = {
    original: 'photo',
    edited: 'edit',
    live: 'live',
    raw: 'photo',
    sidecar: 'file',
    other: 'file',
  };
  return icon(icons[file.role]);
}

/** A file's name, role, size, checksum, state, and when it was last proved. */
export function fileRow(file: DetailFile, asset: number, locale: Locale, post: Post, now: number): HTMLElement {
  const name = element('button', { class: 'nm link', title: text.reveal(file.path) }, foreign(file.name));
  name.addEventListener('click', () => post({ type: 'reveal', id: asset, path: file.path }));
  const aside = element('small', {}, element('span', { text: roleNames[file.role] }), '·', checksum(file, post));
  const state = text.states[file.state];
  if (state !== '' && file.state !== 'unrecorded') aside.append('·', element('b', { text: state }));
  if (file.sha256 !== null) aside.append('·', proof(file, locale, now));
  return element(
    'div',
    { class: 'file', role: 'listitem' },
    fileIcon(file),
    name,
    element('span', { class: 'num dim', text: locale.bytes(file.size) }),
    aside,
  );
}

function proof(file: DetailFile, locale: Locale, now: number): HTMLElement {
  const { verifiedAt: at } = file;
  if (at === null) return element('span', { class: 'proof', text: text.fileNeverVerified });
  const said = bad(file) ? text.fileLastWhole : text.fileVerified;
  return element('span', { class: 'proof', text: said(locale.ago(at, now)), title: locale.instant(at) });
}

function checksum(file: DetailFile, post: Post): HTMLElement {
  const { sha256 } = file;
  if (sha256 === null) return element('span', { text: text.notRecorded });
  const sum = element('button', {
    class: 'sha link',
    text: `${sha256.slice(0, 8)}…`,
    title: text.copyChecksum(sha256),
  });
  sum.addEventListener('click', () =>
    post({ type: 'copy', text: sha256, what: text.checksum(file.name).slice(0, 200) }),
  );
  return sum;
}

/** When the files were last proved whole: as old as the oldest proof. */
export function verifiedLine(files: readonly DetailFile[], locale: Locale, now: number): HTMLElement {
  const proved = files.filter(file => file.verifiedAt !== null);
  const oldest = Math.min(...proved.map(file => file.verifiedAt ?? now));
  const wrong = files.some(bad);
  const [name, style]: [IconName, string] =
    proved.length === 0 ? ['unverified', ''] : wrong ? ['history', ''] : ['verified', 'ok'];
  const said = wrong ? text.lastWhole : text.verified;
  const line = proved.length === 0 ? text.neverVerified : said(locale.ago(oldest, now));
  const asides: string[] = [];
  if (proved.length > 0 && proved.length < files.length)
    asides.push(text.partlyVerified(locale.number(proved.length), locale.number(files.length - proved.length)));
  if (wrong) asides.push(text.notWhole);
  else if (proved.length === files.length) asides.push(text.whole);
  return element(
    'p',
    { class: 'verified', ...(proved.length > 0 ? { title: locale.instant(oldest) } : {}) },
    icon(name, style),
    element('span', {}, line, ...asides.flatMap(aside => [element('br'), element('small', { text: aside })])),
  );
}
