/** The part of `vscode.l10n` that our sentences need; handed in, so that they can be made without VS Code. */
export interface Localizer {
  t(message: string, ...args: (string | number | boolean)[]): string;
}
