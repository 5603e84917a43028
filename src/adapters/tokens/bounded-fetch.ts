const MAX_BYTES = 1024 * 1024;
const MAX_KEYS = 1000;

const bodyOf = async (response: Response): Promise<Buffer> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop ends the connection.
    if (bytes > MAX_BYTES) throw new Error('the key set of the token issuer is larger than 1 MiB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const keysIn = (body: Buffer): number => {
  try {
    const { keys } = JSON.parse(body.toString()) as { keys?: unknown };
    return Array.isArray(keys) ? keys.length : 0;
  } catch {
    // What is no JSON is told by whoever reads it.
    return 0;
  }
};

/**
 * Fetches a key set of at most 1 MiB and 1,000 keys, within the time that its signal gives to the whole of it. An issuer is
 * somebody else's server: what it sends must not fill memory, nor make each token be tried against countless keys.
 */
export const boundedFetch = async (url: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(url, init);
  if (response.status !== 200) {
    await response.body?.cancel();
    return new Response(undefined, { status: 502 });
  }
  const body = await bodyOf(response);
  if (keysIn(body) > MAX_KEYS) throw new Error('the key set of the token issuer has more than 1,000 keys');
  return new Response(new Uint8Array(body), { status: 200, headers: { 'content-type': 'application/json' } });
};
