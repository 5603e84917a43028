import autocannon from 'autocannon';

export interface Load {
  readonly requestsPerSecond: number;
  /** Answers received in all. */
  readonly requests: number;
  readonly p99Ms: number;
}

/** Checkout, then checkin of the session it made, over and over, each connection on an identity of its own. */
export const checkoutsAndCheckins = async (
  url: string,
  token: string,
  ids: readonly string[],
  seconds: number,
): Promise<Load> => {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const checkout = JSON.stringify({ reason: 'bench', durationMinutes: 30 });
  let next = 0;
  const result = await autocannon({
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
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${result.non2xx} answers were refusals, ${result.errors} errors`);
  }
  return { requestsPerSecond: result.requests.average, requests: result.requests.total, p99Ms: result.latency.p99 };
};
