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
 * Replaces the text `before` of a file with `after`, in the same encoding and with the same mode. The replacement is
 * atomic: readers see the old text or the new one. Returns the reason if the file was not written.
 */
export function replaceFile(path: string, before: string, after: string): string | undefined {
  let temporary: string | undefined;
  let handle: number | undefined;
  try {
    // The path was resolved before the file was read. A link that was created since could point to any file.
    if (realpathSync.native(path) !== path) return 'it is now a symbolic link';
    const { mode } = statSync(path);
    if ((mode & 0o222) === 0) return 'it is read-only';
    const bytes = readFileSync(path);
    const encode = encoderOf(bytes);
    if (!encode(before).equals(bytes)) return 'it has changed since it was read, or is not valid text';
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

/** The inverse of `decode` in `files.ts`, by the byte order mark, which is the first character of the text. */
function encoderOf(bytes: Buffer): (text: string) => Buffer {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return (text) => Buffer.from(text, 'utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return (text) => Buffer.from(text, 'utf16le').swap16();
  return (text) => Buffer.from(text, 'utf8');
}

function writeAll(handle: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(handle, bytes, written);
}
