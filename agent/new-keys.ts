import { rmSync } from 'node:fs';
import { proveKeys } from '../wire/keys-proof';
import { RequestRefused } from './server/request-error';
import type { ServerClient } from './server/server-client';
import { makeKeys, signingKeyOf, type StoredKeys } from './state/agent-keys';
import { readState, type AgentRecord } from './state/agent-record';
import type { StateFolder } from './state/state-folder';
import { writeDurably } from './state/write-durably';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Old enough to be replaced, or a replacement has begun and nobody knows what the server made of it. */
export const keysAreDue = (record: AgentRecord, files: StateFolder, keyDays: number, now: number): boolean =>
  now - record.keys.madeAt >= keyDays * DAY_MS || readState<StoredKeys>(files.nextKeys) !== undefined;

/**
 * Replaces the agent's keys, resumable at every step: the new ones are on disk before the server hears of them, and are
 * asked for again with themselves, should it know them already. Rejects with Refused or Unanswered.
 */
export const replaceKeys = async (
  client: ServerClient,
  record: AgentRecord,
  files: StateFolder,
): Promise<AgentRecord> => {
  const keys = readState<StoredKeys>(files.nextKeys) ?? makeKeys(Date.now());
  writeDurably(files.nextKeys, JSON.stringify(keys));
  const { agentId } = record;
  const [oldKey, newKey] = [signingKeyOf(record.keys), signingKeyOf(keys)];
  const request = proveKeys(agentId, { signingKey: keys.signing.public, sealingKey: keys.sealing.public }, newKey);
  const ask = (): Promise<unknown> => client.post('/agent/v1/keys', request);
  try {
    await ask();
  } catch (error) {
    if (!(error instanceof RequestRefused) || error.code !== 'UNAUTHENTICATED') throw error;
    client.become({ agentId, signingKey: newKey });
    await ask().catch((again: unknown) => {
      client.become({ agentId, signingKey: oldKey });
      throw again;
    });
  }
  const replaced = { ...record, keys };
  writeDurably(files.agent, JSON.stringify(replaced));
  rmSync(files.nextKeys, { force: true });
  client.become({ agentId, signingKey: newKey });
  return replaced;
};
