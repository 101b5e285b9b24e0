/** What a source has to say of what it holds; the job passes it on. */
export const SOURCE_SEVERITY = {
  /** Left out: its name leads out of the source, or can be no file's. */
  'unsafe-path': 'error',
  /** An archive, or a file in one, that isn't whole. */
  damaged: 'error',
  /** There, but can't be read: encrypted, no permission, a method of packing that no one uses. */
  unreadable: 'error',
  /** Left out: unpacks to far more than a photo or video can. */
  bomb: 'error',
  empty: 'error',
  'duplicate-entry': 'warning',
  'missing-part': 'warning',
  'unmatched-sidecar': 'warning',
  'unmatched-media': 'warning',
  'ambiguous-sidecar': 'warning',
  /** A sidecar was found in another folder than its photo. */
  'distant-sidecar': 'warning',
  'metadata-unread': 'warning',
  'online-only': 'warning',
  link: 'info',
  special: 'info',
  skipped: 'info',
} as const satisfies Record<string, 'error' | 'warning' | 'info'>;

export type SourceFindingCode = keyof typeof SOURCE_SEVERITY;

export interface SourceFinding {
  readonly code: SourceFindingCode;
  /** Within the source, with `/`; of an archive as a whole its own name. */
  readonly path: string;
  readonly message: string;
  /** A photo or video that should be here and isn't: it counts as missing. */
  readonly missing?: true;
}
