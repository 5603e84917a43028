import { resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { transitAddress } from './transit-forms';
import type { Variables } from './variables';

/** Where the root key that lies wrapped in that file is unwrapped. Throws {@link BadConfiguration}. */
export const transitSource = (variables: Variables, wrappedPath: string): RootKeySource => {
  const { KEYLEDGER_TRANSIT_CA_FILE: caFile, KEYLEDGER_TRANSIT_TOKEN_FILE: tokenFile } = variables;
  if (tokenFile === undefined) {
    throw new BadConfiguration('KEYLEDGER_TRANSIT_TOKEN_FILE is missing; name the file that holds the token.');
  }
  const { KEYLEDGER_TRANSIT_ADDRESS: address = '', KEYLEDGER_TRANSIT_KEY: key } = variables;
  const origin = transitAddress('KEYLEDGER_TRANSIT_ADDRESS', address);
  if (key === undefined) {
    throw new BadConfiguration('KEYLEDGER_TRANSIT_KEY is missing; KEYLEDGER_ROOT_KEY_PROVIDER=transit needs it.');
  }
  return {
    from: 'transit',
    address: origin,
    mount: variables.KEYLEDGER_TRANSIT_MOUNT,
    key,
    tokenFile: resolve(tokenFile),
    ...(caFile === undefined ? {} : { caFile: resolve(caFile) }),
    wrappedPath,
  };
};
