export function sha256OfFile(path: string): string;
export function requireDigest(path: string, expected: readonly (string | undefined)[]): void;
export function parseChecksums(text: string, fileName: string): string;
