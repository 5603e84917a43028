import { entryOf } from '../../../kernel/entry-of';
import type { ImportEntry, Reader } from '../entry';
import { credentialEntry } from './credential-entry';
import { isObject, textIn, wholeJson, type Json } from './whole-json';

const USERNAMES = ['username', 'user', 'login'];
const PASSWORDS = ['password', 'pass', 'secret', 'value'];

/** What `bao kv get -format=json` answers (KV 2, then KV 1), or the plain keys and values. */
const secretIn = (answer: Json): Json => {
  const data = isObject(answer['data']) ? answer['data'] : undefined;
  if (data === undefined) return answer;
  return isObject(data['data']) && isObject(data['metadata']) ? data['data'] : data;
};

const written = (value: unknown): string | undefined =>
  typeof value === 'string' ? textIn(value) : value === null || value === undefined ? undefined : JSON.stringify(value);

const placed = (path: string): { readonly vault?: string; readonly name: string } => {
  const parts = path.split('/').filter((part) => part !== '');
  const name = parts.pop() ?? path;
  return parts.length === 0 ? { name } : { vault: parts.join('/'), name };
};

function* ofSecret(line: number, path: string, secret: Json): Iterable<ImportEntry> {
  const username = USERNAMES.find((key) => textIn(entryOf(secret, key)) !== undefined);
  const password = PASSWORDS.find((key) => written(entryOf(secret, key)) !== undefined);
  const { vault, name } = placed(path);
  const used = password === undefined || username === undefined ? [] : [username, password];
  if (used.length > 0) {
    const [user = '', pass = ''] = used;
    yield credentialEntry({
      line,
      vault,
      name,
      username: textIn(entryOf(secret, user)),
      credential: written(entryOf(secret, pass)),
    });
  }
  const others = Object.keys(secret).filter((key) => !used.includes(key));
  for (const key of others) {
    const credential = written(entryOf(secret, key));
    yield credentialEntry({ line, vault, name, username: key, credential, credentialType: 'other' });
  }
  if (Object.keys(secret).length === 0) yield credentialEntry({ line });
}

function* entries(file: Json): Iterable<ImportEntry> {
  let line = 0;
  for (const [path, answer] of Object.entries(file)) {
    line += 1;
    if (isObject(answer)) yield* ofSecret(line, path, secretIn(answer));
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
