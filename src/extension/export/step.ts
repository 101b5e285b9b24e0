import * as vscode from 'vscode';

/** The person wants the step before. */
export const BACK = Symbol('back');

export interface Choice<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

export interface Step<T> {
  readonly title: string;
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  readonly placeholder: string;
  readonly items: readonly Choice<T>[];
  /** Where the cursor stands at first. */
  readonly active?: T;
  /** A click on a button of an item. */
  readonly onButton?: (value: T) => T;
}

/**
 * One question of several, with a way back from all but the first.
 * @returns undefined where the person changed their mind
 */
export function ask<T>({
  title,
  step,
  steps,
  placeholder,
  items,
  active,
  onButton,
}: Step<T>): Promise<T | typeof BACK | undefined> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  pick.title = title;
  pick.step = step;
  pick.totalSteps = steps;
  pick.placeholder = placeholder;
  pick.items = items;
  pick.matchOnDescription = true;
  pick.ignoreFocusOut = true;
  const first = items.find(item => active !== undefined && item.value === active);
  if (first != null) pick.activeItems = [first];
  if (step > 1) pick.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<T | typeof BACK | undefined>(resolve => {
    pick.onDidTriggerButton(() => resolve(BACK));
    pick.onDidTriggerItemButton(({ item }) => {
      if (item.value !== undefined && onButton != null) resolve(onButton(item.value));
    });
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (chosen?.value !== undefined) resolve(chosen.value);
    });
    pick.onDidHide(() => resolve(undefined));
    pick.show();
  }).finally(() => pick.dispose());
}

/** A line of text as a step. @param fault says what is wrong with it, or nothing */
export function askText({
  title,
  step,
  steps,
  prompt,
  value,
  fault,
}: {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly prompt: string;
  readonly value: string;
  readonly fault: (text: string) => string | undefined;
}): Promise<string | typeof BACK | undefined> {
  const box = vscode.window.createInputBox();
  box.title = title;
  box.step = step;
  box.totalSteps = steps;
  box.prompt = prompt;
  box.value = value;
  box.ignoreFocusOut = true;
  box.buttons = [vscode.QuickInputButtons.Back];
  return new Promise<string | typeof BACK | undefined>(resolve => {
    box.onDidTriggerButton(() => resolve(BACK));
    box.onDidChangeValue(text => {
      box.validationMessage = fault(text);
    });
    box.onDidAccept(() => {
      box.validationMessage = fault(box.value);
      if (box.validationMessage == null) resolve(box.value);
    });
    box.onDidHide(() => resolve(undefined));
    box.show();
  }).finally(() => box.dispose());
}
