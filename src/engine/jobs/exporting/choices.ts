/** What a person chooses of an export, beside where from and where to. */
export interface ExportChoices {
  /** See {@link import('./layoutTemplate.ts').LayoutTemplate}. */
  readonly layout: string;
  /**
   * Where what a photo's own file lacks is written: into the file that comes, into an XMP beside it, or nowhere but the
   * record, which has it in any case.
   */
  readonly metadata: 'embed' | 'sidecar' | 'none';
  /** Take what lies in a locked folder too. */
  readonly locked: boolean;
  /** Take what was put into the source's trash too. */
  readonly trashed: boolean;
  /** Bring back what came from here before and is not in the backup any more. */
  readonly again: boolean;
  /**
   * How albums are seen in the backup's folder, beside being on the record: `links` in `Albums/<name>` that lead to
   * their photos, or `folders`, where a photo lies itself that is in an album: once, in that of its first. Undefined: not.
   */
  readonly albums?: 'links' | 'folders' | undefined;
  /** In which order photos come; undefined: as the source has them. */
  readonly by?: 'year' | 'album' | undefined;
}
