/** A place on Earth. Types only. */
export interface Gps {
  /** Degrees, south negative. */
  readonly lat: number;
  /** Degrees, west negative. */
  readonly lon: number;
  /** Metres above the sea. */
  readonly alt?: number;
}
