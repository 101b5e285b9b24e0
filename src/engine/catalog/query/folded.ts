/** A text as it is compared: case and form of Unicode don't count, nor do halves of characters, which SQLite can't keep. */
export const folded = (text: string): string =>
  text.toWellFormed().replaceAll('\0', '\ufffd').normalize('NFC').toLocaleLowerCase('en');
