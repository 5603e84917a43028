/** One line of a file of keys. */
export interface KeyLine {
  /** As they stand there; empty: none. */
  readonly options: string;
  /** Base64 of the public key, as it is usually written. */
  readonly blob: string;
}

/**
 * Reads a line as sshd does: a key, or options up to the first blank outside quotes and then a key. Undefined: it lets
 * nobody in. Its source is run in another process (`as-user.ts`), so it may use nothing from outside.
 */
export const readKeyLine = (line: string): KeyLine | undefined => {
  const key = /^(?:ssh|ecdsa|sk)-[\w@.-]+[ \t]+([A-Za-z0-9+/=]+)/;
  const text = line.trimStart();
  if (text.startsWith('#')) return undefined;
  let end = 0;
  if (!key.test(text)) {
    for (let quoted = false; end < text.length && (quoted || !/\s/.test(text.charAt(end))); end += 1) {
      if (text.startsWith('\\"', end)) end += 1;
      else if (text.charAt(end) === '"') quoted = !quoted;
    }
  }
  const base64 = key.exec(text.slice(end).trimStart())?.[1];
  if (base64 === undefined) return undefined;
  return { options: text.slice(0, end), blob: Buffer.from(base64, 'base64').toString('base64') };
};
