/** How far a picture is turned clockwise, degrees. */
export type Turn = 90 | 180 | 270;

/** EXIF 2.32, tag 274, in the order in which quarter turns clockwise lead from one to the next. */
const PLAIN = [1, 6, 3, 8];
const MIRRORED = [2, 7, 4, 5];

/** @param orientation 1 to 8; anything else stands for 1, as every reader takes it */
export function turnedOrientation(orientation: number, turn: Turn): number {
  const circle = MIRRORED.includes(orientation) ? MIRRORED : PLAIN;
  const at = Math.max(0, circle.indexOf(orientation));
  return circle[(at + turn / 90) % 4] ?? 1;
}
