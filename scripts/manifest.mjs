/**
 * The manifest of the extension from that of the sources. Those are modules; what is packed is bundles that are none, and
 * the worker of a browser refuses to load an extension whose `type` is `module`, whatever its file holds.
 */
export function extensionManifest(text) {
  const { type, ...manifest } = JSON.parse(text);
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
