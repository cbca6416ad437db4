export function extensionManifest(text: string): string;
