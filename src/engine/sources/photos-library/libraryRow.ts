/** One photo or video as the library's database has it. Loosely typed columns: nothing in it is trusted. */
export interface LibraryRow {
  readonly pk: number;
  readonly uuid: unknown;
  readonly directory: unknown;
  readonly filename: unknown;
  readonly kind: unknown;
  readonly subtype: unknown;
  readonly adjusted: unknown;
  readonly favorite: unknown;
  readonly hidden: unknown;
  readonly trashed: unknown;
  readonly scope: unknown;
  readonly burst: unknown;
  /** Bits: 8 chosen by the person, 16 the one that stands for its burst. */
  readonly burstPick: unknown;
  /** Seconds from 2001-01-01 UTC. */
  readonly created: unknown;
  readonly added: unknown;
  readonly lat: unknown;
  readonly lon: unknown;
  /** Seconds east of UTC. */
  readonly offset: unknown;
  readonly original: unknown;
  readonly title: unknown;
  readonly caption: unknown;
  readonly checksum: unknown;
}

/** Columns by what they are called in the versions from macOS 10.15 to 27, in order of preference. */
export const ASSET_COLUMNS: Readonly<Partial<Record<keyof LibraryRow, readonly string[]>>> = {
  uuid: ['ZUUID'],
  directory: ['ZDIRECTORY'],
  filename: ['ZFILENAME'],
  kind: ['ZKIND'],
  subtype: ['ZKINDSUBTYPE'],
  // The first until macOS 14, the second from 15 on.
  adjusted: ['ZHASADJUSTMENTS', 'ZADJUSTMENTSSTATE'],
  favorite: ['ZFAVORITE'],
  hidden: ['ZHIDDEN'],
  trashed: ['ZTRASHEDSTATE'],
  scope: ['ZBUNDLESCOPE'],
  burst: ['ZAVALANCHEUUID'],
  burstPick: ['ZAVALANCHEPICKTYPE'],
  created: ['ZDATECREATED'],
  added: ['ZADDEDDATE'],
  lat: ['ZLATITUDE'],
  lon: ['ZLONGITUDE'],
};

export const ATTRIBUTE_COLUMNS: Readonly<Partial<Record<keyof LibraryRow, readonly string[]>>> = {
  offset: ['ZTIMEZONEOFFSET'],
  original: ['ZORIGINALFILENAME'],
  title: ['ZTITLE'],
  checksum: ['ZORIGINALSTABLEHASH', 'ZMASTERFINGERPRINT'],
};
