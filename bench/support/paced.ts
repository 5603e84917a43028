import { Agent, request } from 'node:http';

const TICK_MS = 2;

/** Posts; answers the body. Throws for anything but success. */
const post = (agent: Agent, url: string, token: string, body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      answer.once('end', () => {
        const ok = (answer.statusCode ?? 500) < 300;
        if (ok) resolve(text);
        else reject(new Error(`${url} answered ${answer.statusCode}: ${text}`));
      });
    });
    sent.once('error', reject).end(body);
  });

/**
 * Checkouts at a pace, each followed by its checkin, by turns on these identities, whether or not the one before was answered. Answers
 * how long each checkout took from the moment it was due, ms.
 */
export const pacedCheckouts = async (
  url: string,
  token: string,
  ids: readonly string[],
  perSecond: number,
  seconds: number,
): Promise<readonly number[]> => {
  const agent = new Agent({ keepAlive: true, maxSockets: ids.length });
  const body = JSON.stringify({ reason: 'bench', durationMinutes: 30 });
  const took: number[] = [];
  const began = performance.now();
  const one = async (n: number): Promise<void> => {
    const due = began + (n / perSecond) * 1000;
    const out = await post(agent, `${url}/api/v1/identities/${ids[n % ids.length]}/checkout`, token, body);
    took.push(performance.now() - due);
    const { session } = JSON.parse(out) as { readonly session: { readonly id: string } };
    await post(agent, `${url}/api/v1/sessions/${session.id}/checkin`, token, '');
  };
  const all: Promise<void>[] = [];
  for (let n = 0; n < perSecond * seconds;) {
    const due = Math.min(perSecond * seconds, ((performance.now() - began) / 1000) * perSecond);
    for (; n < due; n++) all.push(one(n));
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(all);
  agent.destroy();
  return took;
};
