import { client, type Answer } from '../application/client';

/** An identity provider that speaks SCIM to an application. Paths are below `/scim/v2`. */
export interface Provider {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  put(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  patch(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  delete(path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Creates a User, and answers its id. */
  newUser(userName: string, more?: object): Promise<string>;
  /** Creates a Group with members, and answers its id. */
  newGroup(displayName: string, ...members: readonly string[]): Promise<string>;
}

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';

const idIn = ({ status, text, body }: Answer): string => {
  if (status !== 201) throw new Error(`answered ${status}: ${text}`);
  return body.id;
};

export const provider = (url: string, token: string): Provider => {
  const http = client(url, '', token);
  const send = (method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) =>
    http.send(method, `//scim/v2${path}`, body, {
      ...(body === undefined ? {} : { 'content-type': 'application/scim+json' }),
      ...headers,
    });
  return {
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body) => send('POST', path, body),
    put: (path, body, headers) => send('PUT', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    newUser: async (userName, more = {}) =>
      idIn(await send('POST', '/Users', { schemas: [USER], userName, active: true, ...more })),
    newGroup: async (displayName, ...members) => {
      const body = { schemas: [GROUP], displayName, members: members.map((value) => ({ value })) };
      return idIn(await send('POST', '/Groups', body));
    },
  };
};

/** A PATCH as Entra ID writes one. */
export const operations = (...steps: readonly object[]): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: steps,
});

/** What an error of RFC 7644 looks like. */
export const scimError = (status: number, scimType?: string): object => ({
  status,
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: expect.any(String) as unknown,
  },
});
