import type { Localizer } from '../words/localizer.ts';

/** What may be changed of photos, one at a time. `flag` begins the argument of the command line that says it. */
export interface EditField {
  readonly id: string;
  readonly label: string;
  /** Of the question. */
  readonly prompt: string;
  readonly icon: string;
  /** How the answer is given to the command line. */
  readonly argument: (answer: string) => string;
  /** What is wrong with an answer, or nothing; the command line has the last word. */
  readonly fault: (answer: string) => string | undefined;
  /** In the details: what is so now. Absent: the question begins empty. */
  readonly shown?: 'title' | 'description' | 'creator' | 'copyright' | 'capturedAt' | 'gps';
  /** Answered by choosing one of these. */
  readonly choices?: readonly { readonly label: string; readonly answer: string }[];
}

const DATE = /^\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,3})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?$/;
const SHIFT = /^[+-]?\s*((\d+\s*d)?\s*(\d+\s*h)?\s*(\d+\s*m(in)?)?\s*(\d+\s*s)?|\d+:\d{2}(:\d{2})?)$/i;
const ZONE = /^[+-]\d{1,2}(:?\d{2})?$/;
const CONTROL = /[\u0000-\u001f\u007f]/;
/** As much as a line of a photo's text holds. */
const LONGEST = 65_536;

/** Pure. */
export function editFields(l10n: Localizer): readonly EditField[] {
  const text = (answer: string) =>
    CONTROL.test(answer)
      ? l10n.t('A control character has no place in the text of a photo.')
      : answer.length > LONGEST
        ? l10n.t('This is too long for the text of a photo.')
        : undefined;
  const item = (answer: string) =>
    answer.trim() === '' || answer.trim() !== answer || /\s\s/.test(answer) || answer.length > 512
      ? l10n.t('Write one, without blanks at its ends or twice in a row.')
      : text(answer);
  const like = (form: RegExp, example: string) => (answer: string) =>
    form.test(answer.trim()) && /\d/.test(answer) ? undefined : l10n.t('Write for example {0}.', example);
  const set = (tag: string) => (answer: string) => `--set=${tag}=${answer}`;
  const place = (answer: string) =>
    /\d/.test(answer) && answer.length < 4000
      ? undefined
      : l10n.t('Write latitude and longitude in degrees, such as 48.8583, 2.2945, or paste the address of a map.');
  const stars = (count: number) => (count === 0 ? l10n.t('No stars') : '★'.repeat(count));
  return [
    {
      id: 'shift',
      label: l10n.t('Shift Date and Time…'),
      prompt: l10n.t('How much later, or earlier with a minus: +1h, -30m, +2d, +1:30. The zone stays.'),
      icon: 'history',
      argument: answer => `--shift-time=${answer}`,
      fault: like(SHIFT, '+1h, -30m, +2d'),
    },
    {
      id: 'date',
      label: l10n.t('Set Date and Time…'),
      prompt: l10n.t('2019-07-01T10:00:00+02:00; without zone where it is not known; a day alone where no more is.'),
      icon: 'calendar',
      argument: set('date'),
      fault: like(DATE, '2019-07-01T10:00:00+02:00'),
      shown: 'capturedAt',
    },
    {
      id: 'zoneInstant',
      label: l10n.t('Correct the Zone, Keep the Moment…'),
      prompt: l10n.t('The offset of the zone, such as +02:00. The clock is changed with it.'),
      icon: 'globe',
      argument: answer => `--zone=${answer} --keep=instant`,
      fault: like(ZONE, '+02:00'),
    },
    {
      id: 'zoneWall',
      label: l10n.t('Correct the Zone, Keep the Clock…'),
      prompt: l10n.t('The offset of the zone, such as +02:00. The clock stays as it is.'),
      icon: 'globe',
      argument: answer => `--zone=${answer} --keep=wall`,
      fault: like(ZONE, '+02:00'),
    },
    {
      id: 'dateFrom',
      label: l10n.t('Take the Date From…'),
      prompt: l10n.t('Where the date is taken from'),
      icon: 'calendar',
      argument: answer => `--date-from=${answer}`,
      fault: () => undefined,
      choices: [
        { label: l10n.t('Sidecar'), answer: 'sidecar' },
        { label: l10n.t('File name'), answer: 'filename' },
        { label: l10n.t('File’s time'), answer: 'mtime' },
        { label: l10n.t('The next photo in its folder'), answer: 'next' },
        { label: l10n.t('The previous photo in its folder'), answer: 'previous' },
      ],
    },
    {
      id: 'title',
      label: l10n.t('Set Title…'),
      prompt: l10n.t('The title; empty takes it away.'),
      icon: 'symbol-text',
      argument: set('title'),
      fault: text,
      shown: 'title',
    },
    {
      id: 'description',
      label: l10n.t('Set Caption…'),
      prompt: l10n.t('The caption; empty takes it away.'),
      icon: 'note',
      argument: set('description'),
      fault: text,
      shown: 'description',
    },
    {
      id: 'addKeyword',
      label: l10n.t('Add Keyword…'),
      prompt: l10n.t('A keyword that they all get'),
      icon: 'tag',
      argument: set('keywords+'),
      fault: item,
    },
    {
      id: 'removeKeyword',
      label: l10n.t('Remove Keyword…'),
      prompt: l10n.t('A keyword that none of them keeps'),
      icon: 'tag',
      argument: set('keywords-'),
      fault: item,
    },
    {
      id: 'albumKeywords',
      label: l10n.t('Add Albums as Keywords'),
      prompt: l10n.t('Each gets the names of the albums that it is in'),
      icon: 'tag',
      argument: answer => `--${answer}`,
      fault: () => undefined,
      choices: [{ label: l10n.t('Write the names of albums into the files, as keywords'), answer: 'album-keywords' }],
    },
    {
      id: 'addPerson',
      label: l10n.t('Add Person…'),
      prompt: l10n.t('Who is in all of them'),
      icon: 'person-add',
      argument: set('people+'),
      fault: item,
    },
    {
      id: 'removePerson',
      label: l10n.t('Remove Person…'),
      prompt: l10n.t('Who is in none of them'),
      icon: 'person',
      argument: set('people-'),
      fault: item,
    },
    {
      id: 'rating',
      label: l10n.t('Write Rating…'),
      prompt: l10n.t('The stars that are written into the files, for other programs too'),
      icon: 'star-full',
      argument: set('rating'),
      fault: () => undefined,
      choices: [5, 4, 3, 2, 1, 0].map(count => ({ label: stars(count), answer: String(count) })),
    },
    {
      id: 'gps',
      label: l10n.t('Set Place…'),
      prompt: l10n.t('Latitude and longitude in degrees, such as 48.8583, 2.2945, or the address of a map'),
      icon: 'location',
      argument: answer => `--set-gps=${answer}`,
      fault: place,
      shown: 'gps',
    },
    {
      id: 'removeGps',
      label: l10n.t('Remove Place'),
      prompt: l10n.t('Nothing of the place stays in the files'),
      icon: 'location',
      argument: answer => `--remove=${answer}`,
      fault: () => undefined,
      choices: [{ label: l10n.t('Remove the place from the files'), answer: 'gps' }],
    },
    {
      id: 'creator',
      label: l10n.t('Set Creator…'),
      prompt: l10n.t('Who made them; empty takes it away.'),
      icon: 'account',
      argument: set('creator'),
      fault: answer => (answer === '' ? undefined : item(answer)),
      shown: 'creator',
    },
    {
      id: 'copyright',
      label: l10n.t('Set Copyright…'),
      prompt: l10n.t('The notice; empty takes it away.'),
      icon: 'law',
      argument: set('copyright'),
      fault: text,
      shown: 'copyright',
    },
  ];
}

/** What somebody wants of a field. */
export interface Asked {
  readonly field: Pick<EditField, 'id' | 'argument'>;
  readonly answer: string;
}

/**
 * What the command line is given. An answer follows a flag of ours, so it is never taken for another.
 * @param assets file with the ids of the photos @param plan absolute path
 */
export function editArguments(
  root: string,
  asked: readonly Asked[],
  { assets, plan, to }: { readonly assets: string; readonly plan: string; readonly to: string },
): readonly string[] {
  // Two flags stand in one argument only where the answer is a zone.
  const said = asked.flatMap(({ field, answer }) =>
    field.id.startsWith('zone') ? field.argument(answer.trim()).split(' ') : [field.argument(answer)],
  );
  return ['edit', '--json', `--assets=${assets}`, `--plan=${plan}`, `--to=${to}`, ...said, '--', root];
}
