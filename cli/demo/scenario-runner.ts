import type { Answer, Api } from '../api';
import { print } from '../print';
import { ServerRefused } from '../server-refused';
import { masked } from './masked';

/** Somebody who acts. */
export interface Person {
  readonly name: string;
  readonly email: string;
  readonly api: Api;
}

export interface Request {
  readonly body?: object;
  /** The code it is to be refused with; absent: it is to succeed. */
  readonly refused?: string;
  /** How people read the answer; default its JSON. */
  readonly inWords?: (answer: unknown) => string;
}

interface Thing {
  readonly id: string;
}

const asJson = (answer: unknown): string => (answer === undefined ? '' : JSON.stringify(masked(answer), null, 2));

const indented = (text: string): string => text.replaceAll('\n', '\n      ');

/** Sends the demo's requests one after the other, and shows each with its answer. */
export class ScenarioRunner {
  /** `isReadable`: for people; or else one JSON object a line, for programs. */
  constructor(private readonly isReadable: boolean) {}

  async say(line: string): Promise<void> {
    await print(this.isReadable ? `\n# ${line}` : JSON.stringify({ step: line }));
  }

  /** Answers the body. Throws when what came is not what the story says. */
  async act<T = Thing>(who: Person, method: string, path: string, request: Request = {}): Promise<T> {
    const answer = await who.api.send(method, path, request.body);
    await this.show(who, `${method} ${path}`, request, answer);
    const { code } = (answer.body ?? {}) as { code?: string };
    const { refused } = request;
    const asTold = refused === undefined ? answer.status < 300 : code === refused;
    if (!asTold && answer.status >= 300) {
      throw new ServerRefused(`${method} ${path}`, { ...(answer.body as object | undefined), status: answer.status });
    }
    if (!asTold) {
      throw new Error(`${method} ${path} was to be refused with ${refused}, and was answered ${answer.status}.`);
    }
    return answer.body as T;
  }

  private async show(who: Person, line: string, { body, inWords = asJson }: Request, { status, body: answer }: Answer) {
    if (!this.isReadable) {
      await print(
        JSON.stringify({ who: who.email, request: line, body: masked(body), status, answer: masked(answer) }),
      );
      return;
    }
    await print(`  ${who.name} → ${line}${body === undefined ? '' : ` ${JSON.stringify(masked(body))}`}`);
    await print(indented(`    ← ${status} ${status < 300 ? inWords(answer) : asJson(answer)}`.trimEnd()));
  }
}
