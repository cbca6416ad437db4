declare const PORTCULLIS_VERSION: string | undefined;

/** Built in by the bundler; from source, where nothing is built in, it says so. */
export const version = typeof PORTCULLIS_VERSION === 'string' ? PORTCULLIS_VERSION : '0.0.0-source';
