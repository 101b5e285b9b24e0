import type { Localizer } from '../../../src/extension/words/localizer.ts';

/** English, as VS Code gives it where no translation is installed. */
export const english: Localizer = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (whole, index) => String(args[Number(index)] ?? whole)),
};
