/** Wrong arguments or configuration: printed line by line without a stack; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Compares names, because each of the two bundles has its own copy of the class. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError';
}

/** An error of the operating system, printed without a stack. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** A code such as `ENOENT`, for a message that names the file. */
export function reasonOf(error: unknown): string {
  return isSystemError(error) ? String(error.code) : 'unknown error';
}
