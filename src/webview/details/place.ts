import type { Details } from '../../protocol/details.ts';
import { element } from '../element.ts';
import type { Locale } from '../locale.ts';
import { text } from '../text.ts';
import { iconButton } from '../toolkit.ts';
import type { Post } from './files.ts';
import { coordinates } from './value.ts';

/** What can be done with a place: nothing is fetched from the network unless the person asks for it here. */
export function placeActions(details: Details, locale: Locale, post: Post): HTMLElement | null {
  const value = details.fields.find(field => field.id === 'gps')?.value;
  if (value?.type !== 'gps') return null;
  const { lat, lon } = value;
  return element(
    'div',
    { class: 'place' },
    iconButton('copy', `${text.copyCoordinates}: ${coordinates(lat, lon, locale)}`, () =>
      // With points and no grouping, as maps and other programs read them.
      post({ type: 'copy', text: `${lat}, ${lon}`, what: text.coordinates }),
    ),
    iconButton('globe', text.openPlace, () => post({ type: 'place', lat, lon })),
  );
}
