import type { Localizer } from './localizer.ts';

/** A finding's code in words, as a heading for the files that have it. Unknown codes are shown as they are. */
export function problemName(code: string, l10n: Localizer): string {
  switch (code) {
    case 'corrupt':
      return l10n.t('Corrupt');
    case 'missing':
      return l10n.t('Missing');
    case 'damaged':
      return l10n.t('Damaged');
    case 'unreadable':
      return l10n.t('Cannot be read');
    case 'empty':
      return l10n.t('Empty file');
    case 'unsafe-path':
      return l10n.t('Unsafe name');
    case 'copy-failed':
      return l10n.t('Not copied');
    case 'replica-missing':
      return l10n.t('Missing in the copy');
    case 'replica-differs':
      return l10n.t('Copy differs');
    case 'source-missing':
      return l10n.t('Missing in the source');
    case 'conflict':
      return l10n.t('Conflict');
    case 'busy':
      return l10n.t('Busy');
    case 'unsaved':
      return l10n.t('Not saved');
    case 'ledger-damaged':
      return l10n.t('Record damaged');
    case 'ledger-newer':
      return l10n.t('Written by a newer Keepsake');
    case 'metadata-unread':
      return l10n.t('Metadata not read');
    case 'link':
      return l10n.t('Symbolic link');
    case 'special':
      return l10n.t('Not a regular file');
    case 'skipped':
      return l10n.t('Not looked into');
    case 'modified':
      return l10n.t('Changed by another program');
    case 'extra':
      return l10n.t('Not recorded');
    case 'moved':
      return l10n.t('Moved');
    case 'no-capture-time':
      return l10n.t('No capture time');
    case 'date-differs':
      return l10n.t('Another date in its sidecar');
    case 'place-differs':
      return l10n.t('Another place in its sidecar');
    case 'unmatched-sidecar':
      return l10n.t('Sidecar without its photo');
    case 'unmatched-media':
      return l10n.t('Photo without its sidecar');
    case 'ambiguous-sidecar':
      return l10n.t('Sidecar of several photos');
    case 'wrong-extension':
      return l10n.t('Wrong extension');
    case 'name-collision':
      return l10n.t('Names collide');
    case 'missing-part':
      return l10n.t('Half of a live photo');
    case 'online-only':
      return l10n.t('Only online');
    case 'checksum-unconfirmed':
      return l10n.t('Checksum not confirmed');
    case 'no-gps':
      return l10n.t('No place');
    case 'metadata-unwritten':
      return l10n.t('Metadata not written');
    case 'bomb':
      return l10n.t('Unpacks to too much');
    case 'unsafe-name':
      return l10n.t('Name that not every system takes');
    case 'duplicate-entry':
      return l10n.t('Twice in an archive');
    case 'distant-sidecar':
      return l10n.t('Sidecar in another folder');
    default:
      return code;
  }
}
