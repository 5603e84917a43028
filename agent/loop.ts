import { setTimeout as pause } from 'node:timers/promises';
import type { AgentFacts, LeaseAnswer, LeaseRequest } from '../wire/agent-messages';
import type { ServerClient } from './server/server-client';
import type { Worker } from './job/worker';
import type { RetryBackoff } from './retry-backoff';
import type { Say } from './say';
import { why } from './why';

/** After a job that could not even be read: whoever sends such sends more. */
const DISTRUST_MS = 5000;
/** How often it is looked anew which connectors can be used, ms. */
const FACTS_EVERY_MS = 10 * 60 * 1000;

export interface LoopParts {
  readonly client: ServerClient;
  readonly worker: Worker;
  readonly backoff: RetryBackoff;
  readonly say: Say;
  readonly facts: () => Promise<AgentFacts>;
  /** Replaces the agent's keys when they are due. */
  readonly keepKeysFresh: () => Promise<void>;
  /** Learns the server's key when it was changed. */
  readonly keepServerKnown: () => Promise<void>;
  readonly now: () => number;
  /** Random for each start. */
  readonly instance: string;
  /** Seconds a poll may last, 0 to 50. */
  readonly wait: number;
  /** Ends when nothing is to do, and rejects when something goes wrong. */
  readonly once: boolean;
}

/** Asks for a job, does it, tells what came of it, and again. One request at a time, outward only. */
export class Loop {
  private told: string | undefined;
  private known: string | undefined;
  private facts: AgentFacts | undefined;
  private factsAt = 0;
  /** A job that waits until the server's key is known: asked again, the server would keep it for this very agent. */
  private leased: LeaseAnswer | undefined;

  constructor(private readonly parts: LoopParts) {}

  /** Until the signal, between two jobs. */
  async run(stop: AbortSignal): Promise<void> {
    const { backoff, once } = this.parts;
    while (!stop.aborted) {
      try {
        const answered = await this.turn(stop);
        if (once && !answered) return;
      } catch (error) {
        if (stop.aborted) return;
        if (once) throw error;
        this.sayOnce(why(error));
        await this.rest(backoff.after(error), stop);
      }
    }
  }

  /** Answers whether there was a job. */
  private async turn(stop: AbortSignal): Promise<boolean> {
    const { client, worker, instance, once, backoff, now } = this.parts;
    await worker.tell();
    await this.parts.keepKeysFresh();
    const wait = once ? 0 : this.parts.wait;
    const facts = await this.news();
    const request: LeaseRequest = { wait, instance, ...(facts === undefined ? {} : { facts }) };
    const asked = now();
    if (this.leased === undefined) {
      this.leased = await client.post<LeaseAnswer>('/agent/v1/jobs/lease', request, { wait, signal: stop });
      if (facts !== undefined) this.known = JSON.stringify(facts);
    }
    await this.parts.keepServerKnown();
    const lease = this.leased;
    this.leased = undefined;
    backoff.restore();
    this.sayOnce(undefined);
    if (lease !== undefined) {
      const couldBeRead = await worker.work(lease);
      await worker.tell();
      if (!couldBeRead) await this.rest(once ? 0 : DISTRUST_MS, stop);
      return true;
    }
    // A server that stops answers polls at once; asked again at once it would do nothing else.
    if (wait > 0 && now() - asked < 1000) await this.rest(500 + Math.random() * 1000, stop);
    return false;
  }

  /** The facts, when the server does not know them yet. */
  private async news(): Promise<AgentFacts | undefined> {
    const { facts, now } = this.parts;
    if (this.facts === undefined || now() - this.factsAt >= FACTS_EVERY_MS) {
      this.facts = await facts();
      this.factsAt = now();
    }
    return JSON.stringify(this.facts) === this.known ? undefined : this.facts;
  }

  private sayOnce(line: string | undefined): void {
    if (line !== undefined && line !== this.told) this.parts.say(line);
    if (line === undefined && this.told !== undefined) this.parts.say('the server answers again');
    this.told = line;
  }

  private async rest(ms: number, stop: AbortSignal): Promise<void> {
    await pause(ms, undefined, { signal: stop }).catch(() => undefined);
  }
}
