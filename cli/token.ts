import { parseArgs } from 'node:util';
import { BadConfiguration } from '../src/config/bad-configuration';
import { loadConfig } from '../src/config/load-config';
import { emailComplaint } from '../src/kernel/email-complaint';
import { signLocalToken } from '../wire/local-token';
import type { CliCommand } from './command';
import { localIssuerKeyOf } from './local-issuer-key';
import { UsageError } from './usage-error';

/** Signs a token of the built-in issuer. Needs the root key and no server. */
export const token: CliCommand = {
  name: 'token',
  usage: '--email E [--support] [--json]',
  summary: 'Print a token of the built-in issuer for a user, good for one hour, as the last line.',
  run: async (args, env) => {
    const { values } = parseArgs({
      args: [...args],
      options: { email: { type: 'string' }, support: { type: 'boolean' }, json: { type: 'boolean' } },
    });
    const { email, support = false } = values;
    if (email === undefined) {
      throw new UsageError('token needs --email with an e-mail address');
    }
    const complaint = emailComplaint(email);
    if (complaint !== undefined) {
      throw new UsageError(`token needs --email with an e-mail address: it ${complaint}`);
    }
    const config = loadConfig(env);
    const [first] = config.externalIssuers;
    if (first !== undefined) {
      throw new BadConfiguration(
        `Tokens come from ${first.issuer}; the built-in issuer is off while KEYLEDGER_JWT_ISSUER or KEYLEDGER_JWT_ISSUERS_FILE is set.`,
      );
    }
    const key = await localIssuerKeyOf(config);
    const signed = await signLocalToken({ ...key, email, support, now: Date.now() });
    console.log(values.json === true ? JSON.stringify({ token: signed }) : signed);
    return 0;
  },
};
