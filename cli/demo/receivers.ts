import { receiveMail } from './mail-receiver';
import { receiveHooks } from './webhook-receiver';

/** A message that arrived, as one line. */
type Show = (line: string) => void;

interface Ports {
  readonly mail: number;
  readonly webhook: number;
}

export interface Receivers {
  readonly ports: Ports;
  end(): void;
}

/** Starts a mail server and a webhook receiver on this machine; port 0 is any free one. `secret`: of the webhook's channel. */
export const startReceivers = async (ports: Ports, secret: string, show: Show): Promise<Receivers> => {
  const mail = await receiveMail(ports.mail, ({ to, subject }) => show(`mail to ${to.join(', ')}: ${subject}`));
  const hooks = await receiveHooks(ports.webhook, secret, ({ data: { kind, severity, title } }) =>
    show(`webhook ${kind}, signature verified: ${severity}: ${title}`),
  );
  return {
    ports: { mail: mail.port, webhook: hooks.port },
    end: () => {
      mail.end();
      hooks.end();
    },
  };
};
