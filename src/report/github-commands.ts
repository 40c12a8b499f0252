import { plainText } from './plain-text.ts';

/** What a workflow command says besides its message. */
export type CommandProperties = Readonly<Record<string, string>>;

/**
 * A workflow command of GitHub, as one line: `::error title=a::b`. Percent signs and line ends are escaped, in properties
 * also what separates them.
 */
export function githubCommand(name: string, properties: CommandProperties, message: string): string {
  const parts = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name}${parts.length === 0 ? '' : ' '}${parts.join(',')}::${escapeMessage(message)}`;
}

/** Line ends are kept, escaped; other control characters are not to be shown anywhere. */
function escapeMessage(text: string): string {
  return plainText(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'));
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
