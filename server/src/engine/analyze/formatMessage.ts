import { counted } from '../counted.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';

/** The text of a message with its data: `{name}` is a value, `{others:more operation}` a number with its noun. */
export function formatMessage(text: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return text.replaceAll(/\{(\w+)(?::([^{}]+))?\}/g, (all, name: string, noun: string | undefined) => {
    const value = data?.[name];
    if (value === undefined) return all;
    return noun === undefined ? readable(String(value)) : counted(Number(value), noun);
  });
}

/** Text of the document in a message: masked before it is cut, as half a secret is not recognized. */
export function readable(text: string): string {
  const escaped = toPrintable(text);
  return escaped.length <= 120 ? escaped : `${[...escaped].slice(0, 119).join('')}…`;
}
