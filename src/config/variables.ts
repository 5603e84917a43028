import { ValidateIf } from 'class-validator';
import { isCron } from './cron-fields';
import { eventStoreUrl } from './eventstore-url';
import {
  MatchingVariable,
  FlagVariable,
  ParsedVariable,
  ListVariable,
  WordVariable,
  TextVariable,
  HiddenVariable,
  NumberVariable,
} from './forms';
import { issuerName, keySetUrl } from './issuer-rules';
import { isSender, isSmtpUrl } from './mail-forms';
import { mongodbUrl } from './mongodb-url';
import { isAddressOrRange, isHost, isOrigin, isServerAddress } from './network-forms';
import { oneEmail, subjectNamed } from './owner-forms';
import { decodeRootKey } from './root-key-encoding';
import { collectorAddress, syslogAddress } from './sink-addresses';
import { A_TRANSIT_NAME, isTransitName, transitAddress } from './transit-forms';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** What is logged: this and all that is graver. */
export type LogLevel = (typeof LOG_LEVELS)[number];

const RANGES = 'IP addresses or CIDR ranges such as 10.0.0.0/8';

const usesTransit = (variables: Variables): boolean =>
  [variables.KEYLEDGER_ROOT_KEY_PROVIDER, variables.KEYLEDGER_SECOND_ROOT_KEY_PROVIDER].includes('transit');

const usesMongodb = ({ KEYLEDGER_READ_STORE, KEYLEDGER_MATERIAL_STORE }: Variables): boolean =>
  [KEYLEDGER_READ_STORE, KEYLEDGER_MATERIAL_STORE].includes('mongodb');

const namesOneIssuer = ({ KEYLEDGER_JWT_ISSUERS_FILE }: Variables): boolean => KEYLEDGER_JWT_ISSUERS_FILE === undefined;

export type VariableName = Exclude<keyof Variables, 'given'>;

/**
 * Every variable, what it may be, and what it is when it is not set; docs/configuration.md says what each means. What several
 * of them say together, and what a file holds that one names, is judged by whoever makes a `Config` of them.
 */
export class Variables {
  /** Which of them the environment names, be it with the value that they would have anyway. */
  readonly given: ReadonlySet<string> = new Set();

  @MatchingVariable(isHost, 'give an IP address without brackets, or a host name.')
  readonly KEYLEDGER_HOST: string = '127.0.0.1';

  /** 0 lets the system choose. */
  @NumberVariable({ least: 0, most: 65_535 })
  readonly KEYLEDGER_PORT: number = 8080;

  @TextVariable()
  readonly KEYLEDGER_TLS_CERT?: string;

  @TextVariable()
  readonly KEYLEDGER_TLS_KEY?: string;

  @FlagVariable()
  readonly KEYLEDGER_BEHIND_TLS_PROXY: boolean = false;

  @ListVariable(isAddressOrRange, RANGES)
  readonly KEYLEDGER_TRUSTED_PROXIES: readonly string[] = [];

  @ListVariable(isOrigin, 'origins such as https://console.example.com (scheme and host in lower case, no path, no *)')
  readonly KEYLEDGER_CORS_ORIGINS: readonly string[] = [];

  @NumberVariable({ least: 100, most: 3_600_000 })
  readonly KEYLEDGER_REQUEST_TIMEOUT_MS: number = 30_000;

  @WordVariable(LOG_LEVELS)
  readonly KEYLEDGER_LOG_LEVEL: LogLevel = 'info';

  @HiddenVariable(
    isServerAddress,
    'is no such address; give http(s)://host:4318 of an OTLP receiver over HTTP, without a user or a query, or unset it.',
  )
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;

  @TextVariable()
  readonly OTEL_SERVICE_NAME: string = 'keyledger';

  /** Longer than usual proxies keep theirs (60 s): else one sends a request into a connection that is just being closed. */
  @NumberVariable({ least: 1, most: 3600 })
  readonly KEYLEDGER_KEEP_ALIVE_S: number = 75;

  /** Shorter than usual proxies wait for an answer (60 s). */
  @NumberVariable({ least: 1, most: 50 })
  readonly KEYLEDGER_POLL_S: number = 50;

  @MatchingVariable(
    isCron,
    'give five fields of cron in UTC, such as "15 3 * * *" for every day at 03:15, or unset it.',
  )
  readonly KEYLEDGER_BACKUP_CRON?: string;

  @NumberVariable({ least: 1, most: 1000 })
  readonly KEYLEDGER_BACKUP_KEEP: number = 7;

  @TextVariable()
  readonly KEYLEDGER_DATA_DIR: string = './data';

  @WordVariable(['embedded', 'eventstoredb'])
  readonly KEYLEDGER_EVENT_STORE: 'embedded' | 'eventstoredb' = 'embedded';

  @ValidateIf(({ KEYLEDGER_EVENT_STORE }: Variables) => KEYLEDGER_EVENT_STORE === 'eventstoredb')
  @ParsedVariable((_, text) => eventStoreUrl(text))
  readonly EVENTSTORE_URL?: string;

  @WordVariable(['embedded', 'mongodb'])
  readonly KEYLEDGER_READ_STORE: 'embedded' | 'mongodb' = 'embedded';

  @WordVariable(['embedded', 'mongodb'], 'the engine of the read store')
  readonly KEYLEDGER_MATERIAL_STORE?: 'embedded' | 'mongodb';

  @ValidateIf(usesMongodb)
  @ParsedVariable(mongodbUrl)
  readonly MONGODB_URL?: string;

  @WordVariable(['here', 'elsewhere'])
  readonly KEYLEDGER_PROJECTIONS: 'here' | 'elsewhere' = 'here';

  @ParsedVariable(decodeRootKey)
  readonly KEYLEDGER_ROOT_KEY?: string;

  @TextVariable()
  readonly KEYLEDGER_ROOT_KEY_FILE?: string;

  @WordVariable(['transit'], 'a root key from a variable or a file')
  readonly KEYLEDGER_ROOT_KEY_PROVIDER?: 'transit';

  @ValidateIf(usesTransit)
  @ParsedVariable(transitAddress)
  readonly KEYLEDGER_TRANSIT_ADDRESS?: string;

  @ValidateIf(usesTransit)
  @MatchingVariable(isTransitName, A_TRANSIT_NAME)
  readonly KEYLEDGER_TRANSIT_KEY?: string;

  @TextVariable()
  readonly KEYLEDGER_TRANSIT_TOKEN_FILE?: string;

  @TextVariable()
  readonly KEYLEDGER_TRANSIT_CA_FILE?: string;

  @ValidateIf(usesTransit)
  @MatchingVariable(isTransitName, A_TRANSIT_NAME)
  readonly KEYLEDGER_TRANSIT_MOUNT: string = 'transit';

  @ParsedVariable(decodeRootKey)
  readonly KEYLEDGER_SECOND_ROOT_KEY?: string;

  @TextVariable()
  readonly KEYLEDGER_SECOND_ROOT_KEY_FILE?: string;

  @WordVariable(['transit'], 'a root key from a variable or a file')
  readonly KEYLEDGER_SECOND_ROOT_KEY_PROVIDER?: 'transit';

  @TextVariable()
  readonly KEYLEDGER_EVIDENCE_KEY_FILE?: string;

  @TextVariable()
  readonly KEYLEDGER_EVIDENCE_POLICY_FILE?: string;

  @MatchingVariable(isServerAddress, 'give the http(s) address of an RFC 3161 service, without a user or a query.')
  readonly KEYLEDGER_EVIDENCE_TSA_URL?: string;

  @TextVariable()
  readonly KEYLEDGER_EVIDENCE_TSA_CA_FILE?: string;

  /** A week at most: what lies between two stamps can be dated as a server likes. */
  @NumberVariable({ least: 1, most: 7 * 24 * 60 * 60 })
  readonly KEYLEDGER_EVIDENCE_TSA_INTERVAL_S: number = 60 * 60;

  @FlagVariable()
  readonly KEYLEDGER_ALLOW_LOOSE_PERMISSIONS: boolean = false;

  @ParsedVariable(oneEmail)
  readonly KEYLEDGER_OWNER_EMAIL?: string;

  @ParsedVariable(subjectNamed)
  readonly KEYLEDGER_OWNER_SUBJECT?: string;

  @ValidateIf(namesOneIssuer)
  @ParsedVariable(issuerName)
  readonly KEYLEDGER_JWT_ISSUER?: string;

  @ValidateIf(namesOneIssuer)
  @ParsedVariable(keySetUrl)
  readonly KEYLEDGER_JWKS_URL?: string;

  @TextVariable()
  readonly KEYLEDGER_JWT_AUDIENCE?: string;

  @TextVariable()
  readonly KEYLEDGER_JWT_EMAIL_CLAIM: string = 'email';

  @TextVariable()
  readonly KEYLEDGER_JWT_EMAIL_VERIFIED_CLAIM?: string;

  @FlagVariable()
  readonly KEYLEDGER_JWT_EMAIL_TRUSTED: boolean = false;

  @TextVariable()
  readonly KEYLEDGER_JWT_GROUPS_CLAIM?: string;

  @TextVariable()
  readonly KEYLEDGER_JWT_ISSUERS_FILE?: string;

  @NumberVariable({ least: 0, most: 30 * 24 * 60 * 60 })
  readonly KEYLEDGER_JWKS_STALE_S: number = 24 * 60 * 60;

  @HiddenVariable(isSmtpUrl, 'is no such address; give smtp(s)://user:password@host:port.')
  readonly KEYLEDGER_SMTP_URL?: string;

  @ValidateIf(({ KEYLEDGER_SMTP_URL }: Variables) => KEYLEDGER_SMTP_URL !== undefined)
  @MatchingVariable(isSender, 'give the address that mail is sent from, such as keyledger@example.com.')
  readonly KEYLEDGER_MAIL_FROM?: string;

  @ListVariable(isAddressOrRange, RANGES)
  readonly KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: readonly string[] = [];

  @TextVariable()
  readonly KEYLEDGER_SINK_FILE?: string;

  @ParsedVariable(syslogAddress)
  readonly KEYLEDGER_SINK_SYSLOG?: string;

  @TextVariable()
  readonly KEYLEDGER_SINK_SYSLOG_CA_FILE?: string;

  @ParsedVariable(collectorAddress)
  readonly KEYLEDGER_SINK_HTTPS?: string;

  @TextVariable()
  readonly KEYLEDGER_SINK_HTTPS_TOKEN_FILE?: string;

  @TextVariable()
  readonly KEYLEDGER_SINK_HTTPS_CA_FILE?: string;

  /** Of the command line: where the server is. */
  @MatchingVariable(isServerAddress, 'give an address such as https://keyledger.example.com.')
  readonly KEYLEDGER_URL?: string;

  /** Of the command line: who asks. */
  @TextVariable()
  readonly KEYLEDGER_TOKEN?: string;
}
