import type { EventStoreUrl } from './eventstore-url';
import type { LogLevel } from './variables';
import type { NotificationsConfig } from './notifications';
import type { SinksConfig } from './sinks';
import type { TracingConfig } from './tracing';

/** Where requests come in. */
export interface ListenConfig {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** PEM bytes, known to fit each other; absent when plain HTTP is served. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
  /** Somebody in front of us speaks TLS to the clients. */
  readonly behindTlsProxy: boolean;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Origins a browser may call from, as browsers write them. */
  readonly corsOrigins: readonly string[];
  readonly requestTimeoutMs: number;
  /** How long a connection on which nobody asks anything is kept for the next request. */
  readonly keepAliveMs: number;
  /** The longest an agent's poll is held. */
  readonly pollMs: number;
}

/** Which engine keeps what. */
export interface StoresConfig {
  readonly events: 'embedded' | 'eventstoredb';
  readonly reads: 'embedded' | 'mongodb';
  readonly material: 'embedded' | 'mongodb';
  /** Where the events are, when EventStoreDB keeps them. */
  readonly eventStore?: EventStoreUrl;
  /** Of the database for all that MongoDB keeps; holds a password. Absent when it keeps nothing. */
  readonly mongodbUrl?: string;
}

/** Where the root key comes from; `readRootKey` fetches it. */
export type RootKeySource =
  | { readonly from: 'environment'; readonly key: Buffer }
  | { readonly from: 'file'; readonly path: string }
  /** In the data folder, made on the first start. */
  | { readonly from: 'data-folder'; readonly path: string }
  /** Wrapped, in a file; a key-management server that speaks the transit API unwraps it. */
  | {
      readonly from: 'transit';
      /** Scheme, host and port. */
      readonly address: string;
      readonly mount: string;
      readonly key: string;
      readonly tokenFile: string;
      readonly caFile?: string;
      readonly wrappedPath: string;
    };

/** Where the key that signs checkpoints of the log comes from; `mark` is the file that says how far it has signed. */
export type EvidenceKeySource =
  | { readonly from: 'file' | 'data-folder'; readonly path: string; readonly mark: string }
  | { readonly from: 'own-key'; readonly mark: string };

/** An external OpenID Connect issuer whose tokens are believed. */
export interface ExternalIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  /** Name of the claim that carries the e-mail. */
  readonly emailClaim: string;
  /** Name of the claim that says whether that e-mail was verified. */
  readonly emailVerifiedClaim: string;
  /** The issuer's addresses are its own: no claim has to prove them. */
  readonly emailTrusted?: true;
  /** Name of the claim that says in which groups the bearer is; absent: tokens say nothing of groups. */
  readonly groupsClaim?: string;
  /** Domains for whose addresses it may vouch, as `mailDomain` spells them; absent: for any. */
  readonly domains?: readonly string[];
  /** How long known keys serve on while the issuer does not answer. */
  readonly staleMs?: number;
}

/** Backups that are made by themselves. */
export interface BackupSchedule {
  /** Five fields of cron, in UTC. */
  readonly cron: string;
  /** How many of the newest are kept. */
  readonly keep: number;
}

/** A time-stamping authority, and whose word for it is believed. */
export interface EvidenceTimestampsConfig {
  readonly url: string;
  /** PEM of certificates. */
  readonly authorities: string;
  readonly intervalMs: number;
}

/** Everything a deployment decides, validated, frozen. Holds keys: never log it whole. */
export interface Config {
  readonly listen: ListenConfig;
  /** Absolute path. */
  readonly dataDir: string;
  readonly stores: StoresConfig;
  /** False: other processes fill the read models, this one reads them. */
  readonly fillsReadModels: boolean;
  readonly rootKey: RootKeySource;
  /** A second root key that opens and never seals, while the root key is changed. */
  readonly secondRootKey?: RootKeySource;
  readonly evidenceKey: EvidenceKeySource;
  /** File that says which witnesses cosign checkpoints. */
  readonly evidencePolicyFile?: string;
  /** Who stamps checkpoints with the time; absent: nobody. */
  readonly evidenceTimestamps?: EvidenceTimestampsConfig;
  /** Empty: the built-in issuer. */
  readonly externalIssuers: readonly ExternalIssuer[];
  /** Who becomes the first owner while the account has none. */
  readonly ownerEmail?: string;
  /** The same, as an issuer names them; together with an e-mail it is one person. */
  readonly ownerSubject?: { readonly issuer: string; readonly subject: string };
  /** Somebody chose that; it is not the default. */
  readonly namesOwner: boolean;
  readonly notifications: NotificationsConfig;
  readonly sinks: SinksConfig;
  readonly logLevel: LogLevel;
  /** Absent: no backup is made by itself. */
  readonly backups?: BackupSchedule;
  /** Absent: nothing is traced. */
  readonly tracing?: TracingConfig;
  /** Lines to show at start: nothing is refused, but somebody should know. */
  readonly warnings: readonly string[];
}
