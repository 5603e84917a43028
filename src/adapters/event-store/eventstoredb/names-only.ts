import { isIP } from 'node:net';
import type { ChannelCredentials } from '@grpc/grpc-js';
import { credentials } from '@grpc/grpc-js';

/** What grpc-js keeps of a connection that it is about to secure. */
interface Connector {
  readonly connectionOptions?: { servername?: string };
}

type Securing = (this: ChannelCredentials, ...args: unknown[]) => Connector;

/**
 * Has grpc-js send a server's name for names only: of an address it sends the address as a name, which RFC 6066 § 3 forbids,
 * Node 20 to 24 warn of and Node 26 refuses. Without a name the certificate is still checked, against the address.
 */
export const sendNamesOnly = (): void => {
  const kind = Object.getPrototypeOf(credentials.createSsl()) as { _createSecureConnector: Securing };
  const secure = kind._createSecureConnector;
  kind._createSecureConnector = function (...args) {
    const connector = secure.apply(this, args);
    const { connectionOptions } = connector;
    if (connectionOptions !== undefined && isIP(connectionOptions.servername?.replaceAll(/[[\]]/g, '') ?? '') > 0) {
      delete connectionOptions.servername;
    }
    return connector;
  };
};
