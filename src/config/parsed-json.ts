import { BadConfiguration } from './bad-configuration';

const MAX_BYTES = 1024 * 1024;

/** Where the parser stopped, as a line and a column; it does not say so when the text ended too early. */
const placeOf = (message: string, text: string): string => {
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, position).split('\n');
  return `line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
};

/** What a file of JSON holds. Throws {@link BadConfiguration}, which names the place and nothing of what stands there. */
export const parsedJson = (variable: string, bytes: Buffer): unknown => {
  if (bytes.byteLength > MAX_BYTES) throw new BadConfiguration(`${variable} names a file of more than 1 MiB.`);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BadConfiguration(`${variable} names a file that is not UTF-8 text; give JSON.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadConfiguration(
      `${variable} is no JSON: it breaks off at ${placeOf((error as Error).message, text)}; mend it there.`,
    );
  }
};
