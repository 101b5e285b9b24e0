import type { Localizer } from './localizer.ts';

/** The summary line that a job printed, its numbers in words. */
export class Summary {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #locale: string;
  readonly #format: Intl.NumberFormat;
  readonly #l10n: Localizer;

  /** @param json the line, or ''; one that is not an object says nothing */
  constructor(json: string, locale: string, l10n: Localizer) {
    this.#values = parsed(json);
    this.#locale = locale;
    this.#format = new Intl.NumberFormat(locale);
    this.#l10n = l10n;
  }

  get isEmpty(): boolean {
    return Object.keys(this.#values).length === 0;
  }

  get stopped(): boolean {
    return this.#values.stopped === true;
  }

  /** There was nothing to do: the job ended at once, and nothing is wrong. */
  get nothing(): boolean {
    return this.#values.nothing === true;
  }

  /** Why the job failed, or ''. */
  get message(): string {
    const { message } = this.#values;
    return typeof message === 'string' ? message : '';
  }

  /** Whether the job counted this at all. */
  has(key: string): boolean {
    return key in this.#values;
  }

  count(key: string): number {
    const value = this.#values[key];
    return typeof value === 'number' && Number.isFinite(value) ? value : 0;
  }

  number(key: string): string {
    return this.#format.format(this.count(key));
  }

  files(key: string): string {
    return this.count(key) === 1 ? this.#l10n.t('1 file') : this.#l10n.t('{0} files', this.number(key));
  }

  /** The text for the count; nothing where there are none. */
  some(key: string, text: (count: string) => string): string[] {
    return this.count(key) > 0 ? [text(this.number(key))] : [];
  }

  /** `a`, `a and b`, `a, b and c`, in the locale's way. */
  list(parts: readonly string[]): string {
    return new Intl.ListFormat(this.#locale, { type: 'conjunction' }).format(parts);
  }
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value != null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
