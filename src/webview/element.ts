export interface ElementOptions {
  readonly class?: string;
  /** Goes in as text, never as HTML: names and captions come from files that anybody may have made. */
  readonly text?: string;
  readonly title?: string | undefined;
  /** Attributes, the `aria-` ones among them. */
  readonly [attribute: string]: string | undefined;
}

type Child = Node | string | null | undefined | false;

/** Makes an element; strings become text nodes. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options?: ElementOptions,
  ...children: Child[]
): HTMLElementTagNameMap[K];
export function element(tag: string, options?: ElementOptions, ...children: Child[]): HTMLElement;
export function element(tag: string, options: ElementOptions = {}, ...children: Child[]): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name === 'class') made.className = value;
    else if (name === 'text') made.textContent = value;
    else made.setAttribute(name, value);
  }
  for (const child of children) if (child !== null && child !== undefined && child !== false) made.append(child);
  return made;
}

/** The same for a tooltip, which has no elements: marks that turn text are shut in (Unicode's isolates). */
export const isolated = (text: string): string =>
  /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.test(text) ? `\u2068${text}\u2069` : text;

/** Text from a file or a person, kept from turning the words around it (right-to-left names and override marks). */
export const foreign = (text: string): HTMLElement => element('bdi', { text });
