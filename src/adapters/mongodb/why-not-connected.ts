import { MongoCompatibilityError, MongoParseError, MongoServerError, type Db } from 'mongodb';
import { StoreUnavailable } from '../../kernel/store-errors';

/** By MongoDB's `error_codes.yml`; 8000 is Atlas' own. */
const CREDENTIALS = new Set<unknown>([18, 8000]);
const MAY_NOT = 13;

const CERTIFICATE = new Set<unknown>([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_SIGNATURE_FAILURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
const NO_TLS_THERE = new Set<unknown>(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG']);
const NOBODY = new Set<unknown>(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** Where it was looked for, without user and password. */
const hostsOf = (url: string): string => /^[^/]*\/\/(?:[^/]*@)?([^/?]*)/.exec(url)?.[1] ?? '';

/** An error, what caused it, and what each server of a deployment said. */
const chainOf = (error: unknown): readonly unknown[] => {
  const seen = new Set<unknown>();
  const visit = (each: unknown): void => {
    if (typeof each !== 'object' || each === null || seen.has(each)) return;
    seen.add(each);
    const { cause, reason, errors } = each as { cause?: unknown; reason?: unknown; errors?: unknown };
    [cause, reason, ...(Array.isArray(errors) ? errors : [])].forEach(visit);
    const { servers } = each as { servers?: unknown };
    if (servers instanceof Map) servers.forEach((server: { error?: unknown }) => visit(server.error));
  };
  visit(error);
  return [...seen];
};

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

/** A server that is asked for the first time: is it one, and does it let us in? */
export const assertTalksToUs = async (database: Db): Promise<void> => {
  await database.command({ ping: 1 });
  await database.listCollections({}, { nameOnly: true }).toArray();
};

/** By name: the driver exports no class for some of them. */
const WAITED_IN_VAIN = new Set(['MongoServerSelectionError', 'MongoWaitQueueTimeoutError', 'MongoNetworkTimeoutError']);

/** Nobody said what is wrong: the server may be hung, or merely slow. */
export const isSilence = (error: unknown): boolean =>
  chainOf(error)
    .filter((each) => each instanceof Error && !(each instanceof StoreUnavailable))
    .every((each) => WAITED_IN_VAIN.has((each as Error).name));

/** What is wrong with the MongoDB of MONGODB_URL and what to do, in one line without the URL, which may hold a password. */
export const whyNotConnected = (error: unknown, url: string): StoreUnavailable => {
  const chain = chainOf(error);
  const has = (codes: ReadonlySet<unknown>) => chain.some((each) => codes.has(codeOf(each)));
  const because = (line: string) => new StoreUnavailable(line, { cause: error });
  const at = hostsOf(url);
  const file = chain.find((each) => codeOf(each) === 'ENOENT') as { path?: string } | undefined;
  if (file?.path !== undefined) {
    return because(
      `MONGODB_URL names the file ${file.path}, which is not there; correct tlsCAFile or tlsCertificateKeyFile.`,
    );
  }
  if (has(CREDENTIALS)) {
    return because(
      `The MongoDB at ${at} refuses the user or the password of MONGODB_URL; correct them, and authSource if the user is another database's.`,
    );
  }
  if (chain.some((each) => each instanceof MongoServerError && each.code === MAY_NOT)) {
    return because(
      `The MongoDB at ${at} does not let the user of MONGODB_URL into the database; give that user readWrite on it.`,
    );
  }
  if (has(CERTIFICATE)) {
    return because(
      `The certificate of the MongoDB at ${at} is not one that is trusted; name its authority with tlsCAFile in MONGODB_URL.`,
    );
  }
  if (has(NO_TLS_THERE)) {
    return because(
      `What listens at ${at} does not speak TLS as MONGODB_URL asks; correct the address or the tls option.`,
    );
  }
  if (chain.some((each) => each instanceof MongoCompatibilityError)) {
    return because(`The MongoDB at ${at} is too old; Keyledger needs 4.4 or newer.`);
  }
  if (has(NOBODY)) {
    return because(`No MongoDB answers at ${at}; start it, or correct MONGODB_URL.`);
  }
  // Thrown by the constructor for a bad URL, and by the connection for an answer that is no MongoDB's.
  if (error instanceof MongoParseError) {
    return because(
      'MONGODB_URL is no connection string the driver understands; see the MongoDB manual on connection strings.',
    );
  }
  return because(
    `What listens at ${at} does not answer as a MongoDB does; correct MONGODB_URL, its replicaSet and tls options included.`,
  );
};
