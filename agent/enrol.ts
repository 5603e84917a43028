import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type {
  AgentFacts,
  ChallengeAnswer,
  ChallengeRequest,
  EnrollAnswer,
  EnrollRequest,
} from '../wire/agent-messages';
import { fingerprintOf, parseJoinToken } from '../wire/join-token';
import { sealToken } from '../wire/join-token-box';
import { followAnnouncements, type KeyAnnouncement } from '../wire/server-key-announcement';
import { serverIsProved } from '../wire/server-proof';
import { BadConfig, CalledWrongly } from './config/bad-config';
import { ServerClient } from './server/server-client';
import { RequestRefused } from './server/request-error';
import type { Transport } from './server/transport';
import { makeKeys, signingKeyOf, type StoredKeys } from './state/agent-keys';
import { readState, type AgentRecord } from './state/agent-record';
import type { Sequence } from './state/sequence';
import type { StateFolder } from './state/state-folder';
import { writeDurably } from './state/write-durably';

interface Enrolling {
  readonly tokenHash: string;
  readonly keys: StoredKeys;
}

export interface Enrolment {
  readonly server: URL;
  readonly token: string;
  readonly facts: AgentFacts;
  readonly files: StateFolder;
  readonly transport: Transport;
  readonly sequence: Sequence;
}

export const tokenHashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The same token keeps its keys: the server answers it again, should its answer have been lost. */
const keysFor = (tokenHash: string, path: string): StoredKeys => {
  const begun = readState<Enrolling>(path);
  if (begun?.tokenHash === tokenHash) return begun.keys;
  const keys = makeKeys(Date.now());
  writeDurably(path, JSON.stringify({ tokenHash, keys } satisfies Enrolling));
  return keys;
};

const stranger = ({ origin }: URL): BadConfig =>
  new BadConfig(`${origin} is not the server this join token is from: check --server, and who answers there`);

/** The key has the fingerprint of the token, or a former one that has leads to it. */
const isOfToken = (serverKey: string, announcements: unknown, fingerprint: string): boolean => {
  if (fingerprintOf(serverKey) === fingerprint) return true;
  if (!Array.isArray(announcements)) return false;
  const former = (announcements as readonly (KeyAnnouncement | null)[])
    .map((each) => String(each?.formerKey))
    .find((key) => fingerprintOf(key) === fingerprint);
  return former !== undefined && followAnnouncements(former, announcements) === serverKey;
};

/** Asks who answers, before anything is told: the keys of the server whose fingerprint stood in the token. */
const provedServer = async (
  client: ServerClient,
  server: URL,
  signingKey: string,
  fingerprint: string,
): Promise<Pick<ChallengeAnswer, 'serverKey' | 'sealingKey'>> => {
  const request: ChallengeRequest = { nonce: randomBytes(32).toString('base64url'), signingKey };
  const answer = await client.post<ChallengeAnswer>('/agent/v1/challenge', request).catch((error: unknown) => {
    if (!(error instanceof RequestRefused) || error.status !== 404) throw error;
    const detail = 'it is older than this agent, or no Keyledger; upgrade the server first';
    throw new BadConfig(`${server.origin} can't prove which server it is: ${detail}`);
  });
  const { serverKey = '', sealingKey = '', proof = '', announcements } = answer ?? {};
  const isProved =
    isOfToken(String(serverKey), announcements, fingerprint) &&
    serverIsProved(request.nonce, { serverKey, sealingKey, proof });
  if (!isProved) throw stranger(server);
  return { serverKey, sealingKey };
};

/**
 * Makes this host's agent known to the server, and the server to it: only the one whose fingerprint stood in the token is
 * believed, and told the token. Throws {@link BadConfig}; rejects with Refused or Unanswered.
 */
export const enrol = async ({ server, token, facts, files, transport, sequence }: Enrolment): Promise<AgentRecord> => {
  const parsed = parseJoinToken(token);
  if (parsed === undefined) throw new CalledWrongly('--token is no join token: copy it whole, as the server gave it');
  const tokenHash = tokenHashOf(token);
  const keys = keysFor(tokenHash, files.enrolling);
  const client = new ServerClient(transport, sequence, { signingKey: signingKeyOf(keys) });
  const { signing, sealing } = keys;
  const ours = { signingKey: signing.public, sealingKey: sealing.public };
  const proved = await provedServer(client, server, ours.signingKey, parsed.fingerprint);
  const request: EnrollRequest = { sealedToken: await sealToken(token, ours, proved.sealingKey), ...ours, facts };
  const answer = (await client.post<EnrollAnswer>('/agent/v1/enroll', request)) as EnrollAnswer;
  if (answer.serverKey !== proved.serverKey || answer.hostId !== parsed.hostId) {
    throw stranger(server);
  }
  const { agentId, hostId, hostName, serverKey } = answer;
  const record: AgentRecord = { v: 1, server: server.origin, agentId, hostId, hostName, serverKey, tokenHash, keys };
  writeDurably(files.agent, JSON.stringify(record));
  rmSync(files.enrolling, { force: true });
  return record;
};
