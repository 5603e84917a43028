import type { ServerKeyAnswer } from '../wire/agent-messages';
import { followAnnouncements } from '../wire/server-key-announcement';
import type { ServerClient } from './server/server-client';
import type { AgentRecord } from './state/agent-record';
import type { StateFolder } from './state/state-folder';
import { writeDurably } from './state/write-durably';

/** Another key than the known one, to which nothing leads: its jobs are refused, and it is asked for no more. */
export interface UnknownServerKey {
  readonly unknownKey: string;
}

/**
 * Learns the key that the server signs jobs with from now on, where the known one leads to it: signed step by step, whoever
 * brings the news. It is on disk before the first job by it is taken. Undefined: there is no news. Rejects with Refused or
 * Unanswered.
 */
export const followServerKey = async (
  client: ServerClient,
  record: AgentRecord,
  files: StateFolder,
): Promise<AgentRecord | UnknownServerKey | undefined> => {
  const told = client.serverKey;
  if (told === undefined || told === record.serverKey) return undefined;
  const answer = await client.post<ServerKeyAnswer>('/agent/v1/server-key', {});
  const serverKey = followAnnouncements(record.serverKey, answer?.announcements);
  if (serverKey === record.serverKey) return { unknownKey: told };
  const followed = { ...record, serverKey };
  writeDurably(files.agent, JSON.stringify(followed));
  return followed;
};
