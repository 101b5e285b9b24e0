/** A program that Keepsake does not bring along. */
export type NeededProgram = 'ffmpeg' | 'perl';

/** There is no picture to be had of a file: an answer for a person, not a fault of the program. */
export class NoPicture extends Error {
  /** The program whose absence is the reason. */
  readonly need: NeededProgram | undefined;

  /** @param why a sentence, for a tooltip */
  constructor(why: string, need?: NeededProgram) {
    super(why);
    this.name = 'NoPicture';
    this.need = need;
  }
}
