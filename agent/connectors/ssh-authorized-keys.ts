import { isAbsolute } from 'node:path';
import { BadConfig } from '../config/bad-config';
import { readConfig } from '../config/read-config';
import type { Connector } from '../connector';
import { AuthorizedKeys } from '../target/authorized-keys';

/** Below the home as `.ssh/authorized_keys` or `%h/…`, or of root as `/etc/ssh/keys/%u`. */
const checkFile = (file: string): string => {
  const parts = file.replace(/^%h\//, '').replace(/^\//, '').split('/');
  const isPlain = parts.every((part) => part !== '' && part !== '.' && part !== '..');
  const isOfUser = !isAbsolute(file) || /%[uU]/.test(file);
  if (isPlain && isOfUser) return file;
  throw new BadConfig(
    'connectors.ssh-authorized-keys.authorizedKeysFile must lie in the home folder, or be a path with %u or %U',
  );
};

/**
 * SSH keys of local accounts: the new public key is added as the user, proved by a login through the real sshd, and only
 * then the old one is removed, which sshd has to prove by refusing it. Lines of others stay. Needs root, to become the user.
 */
export const sshAuthorizedKeys: Connector = {
  name: 'ssh-authorized-keys',
  open: (config) => {
    const given = readConfig('connectors.ssh-authorized-keys', config, {
      accounts: 'texts',
      privilegedGroups: 'texts',
      host: 'text',
      port: 'port',
      hostKeyFiles: 'texts',
      authorizedKeysFile: 'text',
      sshdConfig: 'text',
    });
    const { host = '127.0.0.1', port = 22, authorizedKeysFile, hostKeyFiles, sshdConfig, ...limits } = given;
    return new AuthorizedKeys({
      endpoint: { host, port },
      limits,
      ...(authorizedKeysFile === undefined ? {} : { file: checkFile(authorizedKeysFile) }),
      ...(hostKeyFiles === undefined ? {} : { hostKeyFiles }),
      ...(sshdConfig === undefined ? {} : { sshdConfig }),
    });
  },
};
