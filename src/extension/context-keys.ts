import * as vscode from 'vscode';
import type { ContextKey, ContextValues } from './ids.ts';

/** Sets context keys, and only when a value changes: each setting makes the window weigh every `when` again. */
export class ContextKeys {
  readonly #values = new Map<ContextKey, unknown>();

  set<K extends ContextKey>(key: K, value: ContextValues[K]): void {
    if (this.#values.get(key) === value) return;
    this.#values.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
