import type { Operation } from '../openapi/model.ts';

/** The summary and the description, as far as there are any. */
export function textsOf({ node }: Operation): readonly string[] {
  return ['summary', 'description'].flatMap((key) => node.get(key)?.string ?? []);
}

export function firstSentence(text: string): string {
  return text.slice(0, 200).split(/[.\n]/)[0] ?? '';
}

/** The last words of the path, and the id. */
export function namesOf({ path, operationId = '' }: Operation): readonly string[] {
  const segments = path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  return [segments.at(-1) ?? '', segments.slice(-2).join('-'), operationId].map((name) => wordsOf(name).join(' '));
}

export function lastSegment(path: string): string {
  return (
    path
      .split('/')
      .filter((segment) => segment !== '' && !segment.startsWith('{'))
      .at(-1) ?? ''
  );
}

/** `getUserByID` → get user by id; `forgot-password` → forgot password. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}
