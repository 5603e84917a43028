import { BadConfiguration } from '../src/config/bad-configuration';
import { valueOf } from '../src/config/environment';
import { serverUrl } from '../src/config/server-url';
import { ServerRefused } from './server-refused';

/** What came back, whatever it says. */
export interface Answer {
  readonly status: number;
  /** Parsed, when it was JSON. */
  readonly body: unknown;
}

/** A list is given once for each of its values. */
type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A server, spoken to in somebody's name. Paths are below `/api/v1`. Errors: one line that says what to do. */
export interface Api {
  /** Any answer at all; throws only when there is none. */
  send(method: string, path: string, body?: object): Promise<Answer>;
  /** The body of a success; throws {@link ServerRefused} for anything else. */
  ask<T>(method: string, path: string, query?: Query): Promise<T>;
  /** The body of a success as it comes, piece by piece. */
  stream(path: string, query: Query): Promise<AsyncIterable<Uint8Array>>;
}

const target = (url: string, path: string, query: Query = {}): string => {
  const given = Object.entries(query).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((each): [string, string] => [name, each]),
  );
  const search = new URLSearchParams(given).toString();
  return `${url}/api/v1${path}${search === '' ? '' : `?${search}`}`;
};

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  return /[/+]json\b/.test(response.headers.get('content-type') ?? '') && text !== '' ? JSON.parse(text) : undefined;
};

async function* pieces({ body }: Response): AsyncIterable<Uint8Array> {
  try {
    if (body !== null) yield* body as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw new Error('The connection broke before everything had come.', { cause: error });
  }
}

/** Speaks to the server at an address, signed in with a token. */
export const apiAt = (url: string, token: string, signal?: AbortSignal): Api => {
  const fetched = async (method: string, address: string, body?: object): Promise<Response> => {
    try {
      return await fetch(address, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'user-agent': 'keyledger-cli',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        // A token is for the server it was given for, and for no other that one may point to.
        redirect: 'error',
        ...(signal === undefined ? {} : { signal }),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
      const why = cause?.code ?? cause?.message ?? (error as Error).message;
      throw new Error(
        `No Keyledger server answers at ${url} (${why}); start one with npm start, or set KEYLEDGER_URL to where it is.`,
        { cause: error },
      );
    }
  };
  const succeeded = async (method: string, path: string, query?: Query): Promise<Response> => {
    const response = await fetched(method, target(url, path, query));
    if (!response.ok) {
      const problem = (await bodyOf(response)) as object | undefined;
      throw new ServerRefused(`${method} ${path}`, { ...problem, status: response.status });
    }
    return response;
  };
  return {
    send: async (method, path, body) => {
      const response = await fetched(method, target(url, path), body);
      return { status: response.status, body: await bodyOf(response) };
    },
    ask: async <T>(method: string, path: string, query?: Query) => {
      const body = await bodyOf(await succeeded(method, path, query));
      if (body === undefined) throw new Error(`What answers at ${url} is no Keyledger server; see KEYLEDGER_URL.`);
      return body as T;
    },
    stream: async (path, query) => pieces(await succeeded('GET', path, query)),
  };
};

/** The server and the token that the environment names. With a signal, nothing is waited for once it is aborted. */
export const apiOf = (env: NodeJS.ProcessEnv, signal?: AbortSignal): Api => {
  const token = valueOf(env, 'KEYLEDGER_TOKEN');
  if (token === undefined) {
    throw new BadConfiguration(
      'KEYLEDGER_TOKEN is not set; get a token with: export KEYLEDGER_TOKEN=$(npx --no keyledger token --email YOU)',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new BadConfiguration(
      'KEYLEDGER_TOKEN holds what no token holds; give one token, without anything around it.',
    );
  }
  return apiAt(serverUrl(env), token, signal);
};
