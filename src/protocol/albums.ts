/** What a person does with albums. Types only. `ids`: at most 500,000; however many, it is one change. */
export type AlbumWish =
  | { readonly do: 'make'; readonly name: string }
  | { readonly do: 'rename'; readonly name: string; readonly to: string }
  | { readonly do: 'remove'; readonly name: string }
  /** Makes the album where there is none. */
  | { readonly do: 'add'; readonly name: string; readonly ids: readonly number[] }
  | { readonly do: 'take'; readonly name: string; readonly ids: readonly number[] };

export interface AlbumChanged {
  /** Photos that came into the album, or left it. */
  readonly moved: number;
  /** Absent where all was so already. */
  readonly change?: string;
}
