import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../../agent/config/read-config';
import type { Connector } from '../../../agent/connector';
import { randomText } from '../../../agent/target/random-text';

/** Accounts are files of one folder, whose text is the value: for tests of everything around a connector, without root. */
export const fileConnector: Connector = {
  name: 'test-file',
  needsConfig: true,
  open: (config) => {
    const { folder = '' } = readConfig('connectors.test-file', config, { folder: 'text' });
    const pathOf = (username: string): string => join(folder, username);
    return {
      obstacle: () => Promise.resolve(existsSync(folder) ? undefined : 'there is no folder of accounts'),
      refusal: ({ username }) =>
        Promise.resolve(
          existsSync(pathOf(username)) ? undefined : { code: 'ACCOUNT_UNKNOWN', detail: 'there is no such account' },
        ),
      set: ({ username }, { value }) => {
        appendFileSync(join(folder, 'sets.log'), `${username}\n`);
        if (value.startsWith('weak')) {
          return Promise.resolve({ changed: 'no', code: 'POLICY_REJECTED', detail: `${value} is too weak` });
        }
        writeFileSync(`${pathOf(username)}.new`, value);
        renameSync(`${pathOf(username)}.new`, pathOf(username));
        return Promise.resolve({ changed: 'yes' });
      },
      login: ({ username }, value) =>
        Promise.resolve({ answer: readFileSync(pathOf(username), 'utf8') === value ? 'accepted' : 'refused' }),
      wrongValue: randomText,
      identify: ({ username }) =>
        username === 'unnamed'
          ? Promise.reject(new Error('it can not tell'))
          : Promise.resolve({ machine: 'f'.repeat(64), port: 7, name: username }),
    };
  },
};
