/**
 * Identifies a finding across edits: no line, no offset, no absolute path. `uri` counts relative to the entry's folder,
 * so that two checkouts of a repository agree. 16 hexadecimal digits (two FNV-1a hashes of 32 bits).
 */
export function fingerprint(
  ruleId: string,
  entryUri: string,
  uri: string,
  pointer: string,
  message: string,
  subject: string,
): string {
  const folder = entryUri.slice(0, entryUri.lastIndexOf('/') + 1);
  const file =
    uri === entryUri ? '' : uri.startsWith(folder) ? uri.slice(folder.length) : uri.slice(uri.lastIndexOf('/') + 1);
  const text = [ruleId, file, pointer, message, subject].join('\n');
  return hash(text, 0x811c9dc5) + hash(text, 0x9747b28c);
}

function hash(text: string, seed: number): string {
  let value = seed;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
