import autocannon from 'autocannon';

export interface Load {
  readonly requestsPerSecond: number;
  /** Answers received in all. */
  readonly requests: number;
  readonly p99Ms: number;
}

const CONNECTIONS = 64;

const headersOf = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

/** Throws where anything was answered but success. */
const loaded = async (options: autocannon.Options): Promise<Load> => {
  const result = await autocannon(options);
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were refusals, ${result.errors} errors`);
  }
  return { requestsPerSecond: result.requests.average, requests: result.requests.total, p99Ms: result.latency.p99 };
};

/** Checkout, then checkin of the session it made, over and over, each connection on an identity of its own. */
export const checkoutsAndCheckins = async (
  url: string,
  token: string,
  ids: readonly string[],
  seconds: number,
): Promise<Load> => {
  const headers = headersOf(token);
  const checkout = JSON.stringify({ reason: 'bench', durationMinutes: 30 });
  let next = 0;
  return loaded({
    url,
    connections: ids.length,
    duration: seconds,
    setupClient: (client) => {
      const id = ids[next++ % ids.length];
      let session = '';
      client.setRequests([
        {
          method: 'POST',
          path: `/api/v1/identities/${id}/checkout`,
          headers,
          body: checkout,
          onResponse: (_status: number, body: string) => {
            session = /"session":\{"id":"([^"]+)"/.exec(body)?.[1] ?? session;
          },
        },
        {
          method: 'POST',
          headers,
          setupRequest: (request: object) => ({ ...request, path: `/api/v1/sessions/${session}/checkin` }),
        },
      ] as never);
    },
  });
};

/** The same body posted over and over, each connection to a path of its own. */
export const posts = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  body: object,
  paths: readonly string[],
  seconds: number,
): Promise<Load> => {
  let next = 0;
  return loaded({
    url,
    connections: paths.length,
    duration: seconds,
    setupClient: (client) => {
      const path = paths[next++ % paths.length] ?? '/';
      client.setRequests([{ method: 'POST', path, headers, body: JSON.stringify(body) }]);
    },
  });
};

/** The value of each of these identities revealed over and over. */
export const reveals = (url: string, token: string, ids: readonly string[], seconds: number): Promise<Load> => {
  const paths = ids.map((id) => `/api/v1/identities/${id}/reveal`);
  return posts(url, headersOf(token), { reason: 'bench' }, paths, seconds);
};

/** One thing read over and over. */
export const reads = (url: string, path: string, token: string, seconds: number): Promise<Load> =>
  loaded({ url: `${url}/api/v1${path}`, connections: CONNECTIONS, duration: seconds, headers: headersOf(token) });
