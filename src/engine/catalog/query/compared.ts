/** Numbers and dates that are compared, as SQL. Pure. */
import { yearKey } from '../search/dateKey.ts';
import { onSought, type Sql } from './sql.ts';
import type { Value } from './token.ts';

export interface Limits {
  /** Infinite where there is no limit. */
  readonly low: number;
  readonly lowIn: boolean;
  readonly high: number;
  readonly highIn: boolean;
}

export function numberSql(column: Pick<Sql, 'on' | 'text'>, { low, lowIn, high, highIn }: Limits): Sql {
  const limits: string[] = [`${column.text} IS NOT NULL`];
  const values: number[] = [];
  if (low !== Number.NEGATIVE_INFINITY) {
    limits.push(`${column.text} ${lowIn ? '>=' : '>'} ?`);
    values.push(low);
  }
  if (high !== Number.POSITIVE_INFINITY) {
    limits.push(`${column.text} ${highIn ? '<=' : '<'} ?`);
    values.push(high);
  }
  return { on: column.on, text: `(${limits.join(' AND ')})`, values };
}

/** Least and greatest key of the days that an ISO date or its beginning stands for. */
function keysOf(part: string): readonly [least: number, greatest: number] {
  const [year = 0, month, day] = part.split('-').map(Number);
  const [from, to] = [(month ?? 0) * 100 + (day ?? 0), (month ?? 99) * 100 + (day ?? 99)];
  return [yearKey(year) + from, yearKey(year) + to];
}

/** Dates before the year 0 and behind 9999 are written with a sign, which sorts before all digits. */
const SIGNED = `(s.date < ${yearKey(0)} OR s.date >= ${yearKey(10_000)})`;

/** @param low,high ISO dates or their beginnings; '' for none */
export function dateSql(low: string, high: string, operator: Value['operator']): Sql {
  const limits: string[] = ['s.date IS NOT NULL'];
  const values: number[] = [];
  if (low !== '') {
    const [least, greatest] = keysOf(low);
    limits.push(operator === '>' ? 's.date > ?' : 's.date >= ?', `NOT ${SIGNED}`);
    values.push(operator === '>' ? greatest : least);
  }
  if (high !== '') {
    const [least, greatest] = keysOf(high);
    limits.push(`(${operator === '<' ? 's.date < ?' : 's.date <= ?'} OR ${SIGNED})`);
    values.push(operator === '<' ? least : greatest);
  }
  return onSought(`(${limits.join(' AND ')})`, ...values);
}
