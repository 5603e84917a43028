import type { Answer, Client } from '../application/client';

/** One exchange of a run. */
export interface Heard {
  readonly request: string;
  readonly answer: Answer;
}

/** What was answered, headers included, as one text. */
export const textOf = ({ answer }: Heard): string =>
  [...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n') + `\n\n${answer.text}`;

/** Hears every answer that a client is given. */
export const listeningTo = (client: Client, heard: Heard[]): Client => {
  const send: Client['send'] = async (method, path, body, headers) => {
    const answer = await client.send(method, path, body, headers);
    heard.push({ request: `${method} ${path.split('?', 1)[0]} (${answer.status})`, answer });
    return answer;
  };
  return {
    ...client,
    send,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body, headers) => send('POST', path, body, headers),
    put: (path, body) => send('PUT', path, body),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path) => send('DELETE', path),
    ok: async (method, path, body) => {
      const answer = await send(method, path, body);
      if (answer.status >= 300) {
        throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      }
      return answer.body;
    },
  };
};
