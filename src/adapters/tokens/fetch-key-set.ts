const MAX_BYTES = 1024 * 1024;
const MAX_KEYS = 1000;
const FETCH_MS = 5_000;

/** A key as an issuer publishes it (RFC 7517); what is in it is the issuer's. */
export type PublishedKey = Readonly<Record<string, unknown>>;

/** RFC 7517 § 4.3; what a key is for by its `use` the library looks at. */
export const isForVerifying = ({ key_ops: uses }: PublishedKey): boolean =>
  !Array.isArray(uses) || uses.includes('verify');

const bodyOf = async (response: Response): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > MAX_BYTES) throw new Error('it is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const isKey = (value: unknown): value is PublishedKey =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const keysIn = (body: Buffer): readonly PublishedKey[] => {
  let found: unknown;
  try {
    found = JSON.parse(body.toString());
  } catch {
    throw new Error('the token issuer answered with what is no JSON instead of its key set');
  }
  const { keys } = (isKey(found) ? found : {}) as { keys?: unknown };
  if (!Array.isArray(keys) || !keys.every(isKey)) throw new Error('the token issuer answered with no key set');
  if (keys.length > MAX_KEYS) throw new Error('the key set of the token issuer has more than 1,000 keys');
  return keys;
};

const fetched = async (url: string, timeoutMs: number): Promise<Buffer> => {
  const response = await fetch(url, {
    headers: { accept: 'application/jwk-set+json, application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (response.status === 200) return bodyOf(response);
  await response.body?.cancel();
  throw new Error(`Expected 200 OK, got ${response.status}`);
};

/**
 * Fetches a key set of at most 1 MiB and 1,000 keys, within 5 seconds for the whole of it, from that address and no other. An
 * issuer is somebody else's server: what it sends must not fill memory, nor make each token be tried against countless keys.
 */
export const fetchKeySet = async (
  url: string,
  timeoutMs: number = FETCH_MS,
): Promise<{ readonly keys: readonly PublishedKey[] }> => {
  const body = await fetched(url, timeoutMs).catch((cause: Error) => {
    throw new Error(`the key set of the token issuer can't be fetched: ${cause.message}`, { cause });
  });
  return { keys: keysIn(body) };
};
