declare const PORTCULLIS_VERSION: string | undefined;

/** Set by the bundler; the fallback marks a run from source. */
export const version = typeof PORTCULLIS_VERSION === 'string' ? PORTCULLIS_VERSION : '0.0.0-source';
