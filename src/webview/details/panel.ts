import type { Details } from '../../protocol/details.ts';
import type { Problem } from '../../protocol/problem.ts';
import { element, foreign, isolated } from '../element.ts';
import { icon } from '../icon.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { about, camera, fieldRows, whenWhere } from './fields.ts';
import { fileRow, type Post, verifiedLine } from './files.ts';
import { headingOf } from './heading.ts';
import { placeActions } from './place.ts';

/** So many are told one by one; the tree and the Problems panel have them all. */
const shownProblems = 5;

function group(title: string, ...children: (Node | null)[]): HTMLElement | null {
  const present = children.filter(child => child !== null);
  if (present.length === 0) return null;
  return element('section', { class: 'grp' }, element('h2', { text: title }), ...present);
}

/** Among several photos a problem says whose it is. */
function problemNote(problem: Problem, several: boolean, locale: Locale): HTMLElement {
  const style = { error: 'err', warning: 'warn', info: 'info' }[problem.severity];
  return element(
    'div',
    { class: `note ${problem.severity}` },
    icon(problem.severity, style),
    element(
      'div',
      {},
      element('span', { class: 'vh', text: `${text.severities[problem.severity]}: ` }),
      several && element('b', { title: isolated(problem.path) }, foreign(problem.path.split('/').at(-1) ?? '')),
      element('p', {}, foreign(problem.message)),
      element('small', { text: text.foundAt(locale.instant(problem.at), problem.job) }),
    ),
  );
}

/** All that is known of the `count` selected photos, group by group; groups without anything are left out. */
export function panelOf(
  details: Details,
  count: number,
  locale: Locale,
  post: Post,
  now: number,
  edit: () => void,
): HTMLElement[] {
  const { item } = details;
  const more = details.problems.length - shownProblems;
  const files = details.files.map(file => fileRow(file, item?.id ?? 0, locale, post, now));
  return [
    element(
      'section',
      { class: 'grp' },
      ...headingOf(details, count, locale, edit),
      ...details.problems.slice(0, shownProblems).map(problem => problemNote(problem, details.count > 1, locale)),
      more > 0 && element('p', { class: 'more dim', text: text.moreProblems(more, locale.number(more)) }),
    ),
    group(text.groups.whenWhere, fieldRows(details, whenWhere, locale), placeActions(details, locale, post)),
    group(text.groups.about, fieldRows(details, about, locale)),
    group(text.groups.camera, fieldRows(details, camera, locale)),
    files.length === 0
      ? null
      : group(text.groups.files, element('div', { role: 'list' }, ...files), verifiedLine(details.files, locale, now)),
  ].filter(part => part !== null);
}
