/** The caller's mistake: told without a stack, exit code 2. Each line of the message is told by itself. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** By its name: two bundles have a class each. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** The system refused something: no mistake of ours, so it has no stack for the caller either. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** `ENOENT` and its like, for a message that names the file itself. */
export function reasonOf(error: unknown): string {
  return isSystemError(error) ? String(error.code) : 'unknown error';
}
