/** Part of the help of every command that reads descriptions. */
export const exitCodes = `Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, configuration
or internal error, 3 no OpenAPI document found, 4 an input or a reference could
not be read (syntax error, missing file, unresolved reference;
--allow-unreadable makes it a warning). Where several apply: 2, 4, 1, 3.`;
