import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AgentFacts } from '../wire/agent-messages';
import { BadConfig, CalledWrongly } from './config/bad-config';
import { openTargets, type AgentConfig } from './config/agent-config';
import type { Connector } from './connector';
import { ServerClient } from './server/server-client';
import { RequestRefused } from './server/request-error';
import { serverUrl } from './server/server-url';
import { httpTransport } from './server/transport';
import { enrol, tokenHashOf } from './enrol';
import { agentFacts } from './facts';
import { Worker, type OnCrashPoint } from './job/worker';
import { Loop } from './loop';
import { keysAreDue, replaceKeys } from './new-keys';
import { followServerKey } from './new-server-key';
import { RetryBackoff } from './retry-backoff';
import type { Say } from './say';
import { signingKeyOf } from './state/agent-keys';
import { readState, type AgentRecord } from './state/agent-record';
import { Journal } from './state/journal';
import { lockState } from './state/lock';
import { openSequence } from './state/open-sequence';
import type { Sequence } from './state/sequence';
import { stateFolder, type StateFolder } from './state/state-folder';
import { writeDurably } from './state/write-durably';
import { why } from './why';

export interface AgentOptions {
  /** Needed until enrolled. */
  readonly server?: string;
  readonly token?: string;
  readonly stateDir: string;
  readonly config: AgentConfig;
  readonly connectors: readonly Connector[];
  readonly once: boolean;
  /** Seconds a poll may last, 0 to 50. */
  readonly wait: number;
  readonly say: Say;
  readonly at: OnCrashPoint;
  readonly stop: AbortSignal;
}

const serverOf = ({ server }: AgentOptions, known: AgentRecord | undefined): URL => {
  const text = server ?? known?.server;
  if (text === undefined) throw new CalledWrongly('until this host is enrolled, --server and --token are needed');
  return serverUrl(text);
};

/** It was given a token that it did not enrol by yet. */
const comesAnew = (token: string | undefined, known: AgentRecord | undefined): boolean =>
  token !== undefined && tokenHashOf(token) !== known?.tokenHash;

/** The record of an agent that is enrolled, or is now: a server that is away is waited for, a refusal is final. */
const enrolled = async (
  { token, once, say, stop }: AgentOptions,
  known: AgentRecord | undefined,
  parts: { server: URL; files: StateFolder; sequence: Sequence; facts: () => Promise<AgentFacts>; ca?: string },
): Promise<AgentRecord> => {
  const { server, files } = parts;
  if (known !== undefined && !comesAnew(token, known)) {
    if (known.server === server.origin) return known;
    const moved = { ...known, server: server.origin };
    writeDurably(files.agent, JSON.stringify(moved));
    return moved;
  }
  if (token === undefined) throw new CalledWrongly('--token JOIN_TOKEN is needed: this host is not enrolled yet');
  const backoff = new RetryBackoff(Date.now);
  for (;;) {
    try {
      const transport = httpTransport(server, parts.ca);
      const record = await enrol({ ...parts, token, transport, facts: await parts.facts() });
      say(`enrolled as ${record.hostName} (agent ${record.agentId})`);
      return record;
    } catch (error) {
      const final =
        error instanceof BadConfig || (error instanceof RequestRefused && error.status < 500) || once || stop.aborted;
      if (final && error instanceof RequestRefused && error.status === 401) {
        throw new BadConfig(`the join token is unknown, used up or has run out: ask for a new one (${error.message})`);
      }
      if (final) throw error;
      say(why(error));
      await pause(backoff.after(error), undefined, { signal: stop }).catch(() => undefined);
    }
  }
};

/** Runs until the signal, or, with `once`, until there is nothing to do. Rejects with BadConfig, StateUnusable, Refused, Unanswered. */
export const runAgent = async (options: AgentOptions): Promise<void> => {
  const { stateDir, config, connectors, once, wait, say, at, stop } = options;
  const targets = openTargets(connectors, config);
  const files = stateFolder(stateDir);
  const unlock = await lockState(files.lock);
  try {
    const known = readState<AgentRecord>(files.agent);
    const server = serverOf(options, known);
    const sequence = openSequence(files, known, comesAnew(options.token, known));
    const facts = (): Promise<AgentFacts> => agentFacts(targets);
    const ca = config.ca === undefined ? {} : { ca: config.ca };
    let record = await enrolled(options, known, { server, files, sequence, facts, ...ca });
    const journal = new Journal(files.journal);
    const caller = { agentId: record.agentId, signingKey: signingKeyOf(record.keys) };
    const client = new ServerClient(httpTransport(server, config.ca), sequence, caller);
    const worker = new Worker({ client, journal, targets, at, say, now: Date.now }, () => ({
      ...record,
      sealingKey: record.keys.sealing.private,
    }));
    const keepKeysFresh = async (): Promise<void> => {
      if (!keysAreDue(record, files, config.keyDays, Date.now())) return;
      record = await replaceKeys(client, record, files);
      say('the keys of this agent were replaced');
    };
    let unknownKey: string | undefined;
    const keepServerKnown = async (): Promise<void> => {
      if (client.serverKey === unknownKey) return;
      const followed = await followServerKey(client, record, files);
      unknownKey = followed !== undefined && 'unknownKey' in followed ? followed.unknownKey : undefined;
      if (unknownKey !== undefined) {
        say('the server signs by a key to which nothing leads from the one this agent knows: enrol this host anew');
      } else if (followed !== undefined && 'serverKey' in followed) {
        record = followed;
        say("the server's key was changed, as the one known so far announced");
      }
    };
    const parts = { client, worker, say, facts, keepKeysFresh, keepServerKnown, wait, once, now: Date.now };
    say(`agent of host ${record.hostName} at ${server.origin}: ${[...targets.keys()].join(', ')}`);
    await new Loop({ ...parts, backoff: new RetryBackoff(Date.now), instance: randomUUID() }).run(stop);
    journal.close();
    sequence.close();
  } finally {
    unlock();
  }
};
