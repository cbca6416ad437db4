import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from '../usageError.ts';

/**
 * Writes `after` where `before` was read, in the encoding of the file. A reader sees the old file or the new one, never
 * half of it; the mode stays. Says why nothing was written, if so.
 */
export function replaceFile(path: string, before: string, after: string): string | undefined {
  let temporary: string | undefined;
  let handle: number | undefined;
  try {
    // The path had no links when it was read: one that has come since could lead anywhere.
    if (realpathSync.native(path) !== path) return 'it has become a link';
    const { mode } = statSync(path);
    if ((mode & 0o222) === 0) return 'it is read-only';
    const bytes = readFileSync(path);
    const encode = encoderOf(bytes);
    if (!encode(before).equals(bytes)) return 'it has changed meanwhile, or is not valid text';
    const name = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
    handle = openSync(name, 'wx', 0o600);
    temporary = name;
    writeAll(handle, encode(after));
    fchmodSync(handle, mode & 0o7777);
    fsyncSync(handle);
    renameSync(name, path);
    temporary = undefined;
    return undefined;
  } catch (error) {
    return reasonOf(error);
  } finally {
    if (handle !== undefined) closeSync(handle);
    if (temporary !== undefined) unlinkSync(temporary);
  }
}

/** The opposite of how files are read: by the byte order mark. The mark is the first character of the text. */
function encoderOf(bytes: Buffer): (text: string) => Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return (text) => Buffer.from(text, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return (text) => Buffer.from(text, 'utf16le').swap16();
  return (text) => Buffer.from(text, 'utf8');
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
