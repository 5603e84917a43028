import { entryOf } from '../../../kernel/entry-of';
import type { ImportEntry, Reader } from '../entry';
import { credentialEntry, type ForeignCredential } from './credential-entry';
import { isObject, jsonOf, textIn, wholeJson, type Json } from './whole-json';

const USERNAMES = ['username', 'user', 'login'];
const PASSWORDS = ['password', 'pass', 'secret', 'value'];

/** A secret, and what somebody noted beside it. */
interface Stored {
  readonly secret: Json;
  readonly left: readonly string[];
}

/** Of KV 2, which keeps versions: the data of one, and what is known of it. */
const isVersion = (value: unknown): value is Json & { readonly metadata: Json } =>
  isObject(value) && 'data' in value && isObject(value['metadata']) && typeof value['metadata']['version'] === 'number';

/** What the engine answers has these beside its `data`; a secret of which a key is called so has other keys of its own. */
const isAnswer = (answer: Json): answer is Json & { readonly data: Json } =>
  isObject(answer['data']) &&
  (Object.keys(answer).length === 1 ||
    ['request_id', 'lease_id'].some((key) => typeof entryOf(answer, key) === 'string'));

/**
 * What `bao kv get -format=json` answers (KV 2, then KV 1), or the plain keys and values. A version that was deleted or destroyed
 * holds no data, and what is told of it is no secret.
 */
const storedIn = (answer: Json): Stored => {
  const version = [answer['data'], answer].find(isVersion);
  if (version === undefined) return { secret: isAnswer(answer) ? answer.data : answer, left: [] };
  const noted = version.metadata['custom_metadata'];
  const left = isObject(noted) && Object.keys(noted).length > 0 ? ['custom_metadata'] : [];
  return { secret: isObject(version['data']) ? version['data'] : {}, left };
};

const written = (value: unknown): string | undefined =>
  typeof value === 'string' ? textIn(value) : value === null || value === undefined ? undefined : jsonOf(value);

const placed = (path: string): { readonly vault?: string; readonly name: string } => {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? path;
  return parts.length === 0 ? { name } : { vault: parts.join('/'), name };
};

function* ofSecret(line: number, path: string, { secret, left }: Stored): Iterable<ImportEntry> {
  const username = USERNAMES.find((key) => textIn(entryOf(secret, key)) !== undefined);
  const password = PASSWORDS.find((key) => written(entryOf(secret, key)) !== undefined);
  const { vault, name } = placed(path);
  const used = password === undefined || username === undefined ? [] : [username, password];
  // What was noted is told once of a secret, with the first that comes of it.
  let noted = left;
  const entry = (found: Pick<ForeignCredential, 'username' | 'credential' | 'credentialType'>): ImportEntry => {
    const made = credentialEntry({ line, vault, name, left: noted, ...found });
    noted = made.refused === undefined ? [] : noted;
    return made;
  };
  if (used.length > 0) {
    const [user = '', pass = ''] = used;
    yield entry({ username: textIn(entryOf(secret, user)), credential: written(entryOf(secret, pass)) });
  }
  const others = Object.keys(secret).filter((key) => !used.includes(key));
  for (const key of others) {
    yield entry({ username: key, credential: written(entryOf(secret, key)), credentialType: 'other' });
  }
  if (Object.keys(secret).length === 0) yield credentialEntry({ line });
}

function* entries(file: Json): Iterable<ImportEntry> {
  let line = 0;
  for (const [path, answer] of Object.entries(file)) {
    line += 1;
    if (isObject(answer)) yield* ofSecret(line, path, storedIn(answer));
    else yield credentialEntry({ line });
  }
}

/**
 * Secrets of the KV engine of OpenBao or Vault: one JSON object, each secret under its path. Its username and password become an
 * identity; every other key becomes one of its own.
 */
export const readKvJson: Reader = wholeJson('an object of secrets by path', (file) =>
  isObject(file) ? entries(file) : undefined,
);
