import { randomUUID } from 'node:crypto';
import type { Answer, Client } from './client';

/** A POST that was sent under a key of its own. */
export interface AskedWrite {
  readonly path: string;
  readonly body: object;
  readonly key: string;
  /** What came back; absent when nothing did, because the server died. */
  readonly answer?: Answer;
}

/** Keeps every write that was sent, answered or not, so that it can be sent again. */
export class AskedWrites {
  private readonly byKey = new Map<string, AskedWrite>();

  constructor(private readonly onAnswer: () => void) {}

  get answered(): readonly AskedWrite[] {
    return [...this.byKey.values()].filter(({ answer }) => answer !== undefined);
  }

  get unanswered(): readonly AskedWrite[] {
    return [...this.byKey.values()].filter(({ answer }) => answer === undefined);
  }

  /** Throws when no answer comes. `body` is told the key, so that it can name itself after it. */
  async ask(who: Client, path: string, body: (key: string) => object = () => ({})): Promise<Answer> {
    const key = randomUUID();
    return this.send(who, { path, body: body(key), key });
  }

  async send(who: Client, { path, body, key }: AskedWrite): Promise<Answer> {
    this.byKey.set(key, { ...this.byKey.get(key), path, body, key });
    const answer = await who.post(path, body, { 'idempotency-key': key });
    this.byKey.set(key, { path, body, key, answer });
    this.onAnswer();
    return answer;
  }
}
