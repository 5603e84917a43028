import type { Json } from '../json';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

/** Somebody who speaks HTTP to an application. Paths are below `/api/v1`, unless they begin with `//`. */
export interface Client {
  readonly email: string;
  readonly token: string;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  put(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** The body of a successful request, or an error that tells what was answered. */
  ok(method: string, path: string, body?: unknown): Promise<Json>;
}

/** `present` is asked before each request for the token to send. */
export const client = (
  url: string,
  email: string,
  token: string,
  present: () => Promise<string> = () => Promise.resolve(token),
): Client => {
  const send: Client['send'] = async (method, path, body, headers = {}) => {
    const target = path.startsWith('//') ? `${url}${path.slice(1)}` : `${url}/api/v1${path}`;
    const response = await fetch(target, {
      method,
      headers: {
        authorization: `Bearer ${await present()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    email,
    token,
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
