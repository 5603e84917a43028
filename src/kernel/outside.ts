/** What came of an attempt to send something out: delivered, or why not. `status`: of an HTTP answer. */
export type Sent =
  | { readonly delivered: true; readonly status?: number }
  | { readonly delivered: false; readonly code: string; readonly status?: number };

/** A signed webhook (Standard Webhooks). */
export interface WebhookMessage {
  readonly url: string;
  readonly secret: string;
  /** The same for each attempt of the same content. */
  readonly id: string;
  /** ms since 1970. */
  readonly at: number;
  readonly body: string;
}

/** Sends webhooks: to addresses that are nobody's own, or are allowed; never past a redirect. Never throws for what a receiver does. */
export abstract class Webhooks {
  abstract post(message: WebhookMessage): Promise<Sent>;
}

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for each attempt of the same content. */
  readonly id: string;
}

/** Sends mail. Never throws for what a server does. */
export abstract class Mail {
  /** False: there is no server to send it with. */
  abstract readonly isOn: boolean;
  abstract send(message: MailMessage): Promise<Sent>;
}
