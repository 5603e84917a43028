import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** What a webhook tells, as far as the demo shows it. */
export interface ReceivedHook {
  readonly data: { readonly kind: string; readonly severity: string; readonly title: string };
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
};

const isSigned = (secret: string, text: string, { headers }: IncomingMessage): boolean => {
  try {
    new Webhook(secret).verify(text, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
};

/** A receiver of webhooks on this machine that takes what is signed with the channel's secret; answers its port, and what ends it. */
export const receiveHooks = async (port: number, secret: string, got: (hook: ReceivedHook) => void) => {
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const signed = isSigned(secret, text, request);
      if (signed) got(JSON.parse(text) as ReceivedHook);
      response.writeHead(signed ? 204 : 401).end();
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const end = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { port: (server.address() as AddressInfo).port, end };
};
