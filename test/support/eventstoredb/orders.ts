import type { Faults } from './faults';
import type { Counts, Settings } from './server-state';

/** What a double is started with. */
export interface StartOptions {
  readonly logPath: string;
  /** 0: any free one. */
  readonly port: number;
  readonly settings: Settings;
  /** Without the events a server writes of its own accord. */
  readonly empty: boolean;
  readonly faults: Partial<Faults>;
  /** A log of its own for every `connectionName` of a connection string, beside the first. */
  readonly logOfEachName?: boolean;
  /** PEM texts. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** What a test tells a running double. */
export interface Order {
  readonly id: number;
  readonly faults?: Partial<Faults>;
  readonly dropSubscribers?: boolean;
  readonly strangers?: readonly Stranger[];
}

/** What others than Keyledger do to a server: by the same calls, or as its operators. */
export type Stranger =
  | {
      readonly does: 'write';
      readonly stream: string;
      readonly type: string;
      /** As it is, JSON or not. */
      readonly data?: string;
      readonly metadata?: string;
      readonly contentType?: string;
    }
  | { readonly does: 'limit'; readonly stream: string; readonly limits: object }
  | { readonly does: 'delete' | 'tombstone'; readonly stream: string }
  /** Forgets for good what metadata leaves unread. */
  | { readonly does: 'scavenge' };

export type Report =
  | { readonly ready: number }
  | { readonly done: number; readonly counts: Counts; readonly subscribers: number; readonly events: number };
