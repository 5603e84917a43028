import type { Connector } from './connector';
import { linuxPassword } from './connectors/linux-password';
import { postgresql } from './connectors/postgresql';
import { sshAuthorizedKeys } from './connectors/ssh-authorized-keys';

/** What the agent can run. Each has a descriptor of its name on the server. */
export const CONNECTORS: readonly Connector[] = [linuxPassword, sshAuthorizedKeys, postgresql];
