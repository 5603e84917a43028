import { deepStrictEqual } from 'node:assert';
import { EventStore } from '../../../src/kernel/event-store';
import { describedRoutes } from '../edge/described-routes';
import type { Json } from '../json';
import { until } from '../until';
import type { Answer, Client } from './client';
import type { RunningApplication } from './running-application';

/** What is disclosed again is a fact of its own. */
const DISCLOSES = /\/reveal$/;

/** Commands about identities and what is done with them, and about the server; the others are about what stays. */
export const ABOUT_WORK =
  /^\w+ \/(identities|sessions|hosts|jobs|access-requests|evidence|operations|notifications|notification-deliveries)\b/;

/** What moves without another revision of the thing. */
const resting = ({ identityCount: _, activeSessions: _a, status: _s, rotation: _r, ...rest }: Json): Json => rest;

/** Sends commands of the API, each POST twice under one key, and keeps which of those that are described it has sent. */
export class TriedCommands {
  /** The last answer that told a thing, by its path. */
  readonly told = new Map<string, Answer>();
  private readonly read = new Map<string, Answer>();
  private readonly tried = new Set<string>();
  private readonly described: string[] = [];
  private keys = 0;

  constructor(private readonly application: RunningApplication) {}

  async learn(who: Client): Promise<this> {
    const { routes } = describedRoutes(await who.ok('GET', '/openapi.json'));
    const commands = routes.filter(({ method }) => method !== 'GET');
    this.described.push(...commands.map(({ method, path }) => `${method} ${path}`));
    return this;
  }

  /** Commands of the document that were not sent, as `METHOD /path`. */
  get untried(): readonly string[] {
    return this.described.filter((command) => !this.tried.has(command));
  }

  /** Its answer, which must be a success, and for a repetition the same one. */
  async done(who: Client, method: string, path: string, body?: unknown): Promise<Json> {
    const key = { 'idempotency-key': `tried-${(this.keys += 1)}` };
    const headers = method === 'POST' ? key : {};
    const answer = await this.send(who, method, path, body, headers);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    if (method === 'POST') {
      const again = await this.send(who, method, path, body, headers);
      const known = ({ status, headers: told }: Answer) => [path, status, told.get('keyledger-position')];
      if (DISCLOSES.test(path)) deepStrictEqual(again.status, answer.status);
      else deepStrictEqual(known(again), known(answer));
    }
    const at = answer.headers.get('location')?.replace('/api/v1', '') ?? path;
    if (answer.headers.get('etag') !== null) this.told.set(at, answer);
    return answer.body;
  }

  /** Refuses it with 503, and nobody has done anything. */
  async refused(
    who: Client,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const store = this.application.server.app.get<EventStore>(EventStore);
    const before = await store.head();
    const { status, body: problem, headers: told } = await this.send(who, 'POST', path, body, headers);
    deepStrictEqual([path, status, problem?.code, told.has('retry-after')], [path, 503, 'UNAVAILABLE', true]);
    const facts = await store.readAll({ from: before, limit: 500 });
    deepStrictEqual(
      facts.filter(({ metadata }) => metadata.actor.kind === 'user'),
      [],
    );
  }

  /** Reads each thing that was told; answers the paths of those that are there, and of those that are told as stale. */
  async readMeanwhile(who: Client): Promise<{ readonly there: readonly string[]; readonly stale: readonly string[] }> {
    await Promise.all([...this.told.keys()].map(async (path) => this.read.set(path, await who.get(path))));
    const pathsOf = (matches: (answer: Answer) => boolean) =>
      [...this.read].filter(([, answer]) => matches(answer)).map(([path]) => path);
    return {
      there: pathsOf(({ status }) => status === 200),
      stale: pathsOf(({ headers }) => headers.has('keyledger-stale')),
    };
  }

  /** Once the read models are filled: what they say of each thing that has not changed since it was told or read, and what that was. */
  async compared(who: Client): Promise<readonly (readonly [now: Json, told: Json])[]> {
    await until('the fill', async () => (await who.get('//health/ready')).body.ready === true);
    const before = [
      ...[...this.told].map(([path, told]) => [path, told, resting(told.body)] as const),
      ...[...this.read].map(([path, read]) => [path, read, read.body] as const),
    ];
    const found = await Promise.all(before.map(async ([path, ...was]) => [await who.get(path), ...was] as const));
    return found
      .filter(([now, was]) => was.status < 300 && now.headers.get('etag') === was.headers.get('etag'))
      .map(([now, , was]) => [now.body, was]);
  }

  private send(who: Client, method: string, path: string, body: unknown, headers: Readonly<Record<string, string>>) {
    const [bare = ''] = path.split('?');
    const fits = this.described.filter((command) => {
      const [its, at = ''] = command.split(' ');
      return its === method && new RegExp(`^${at.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare);
    });
    this.tried.add(fits.find((command) => command.endsWith(` ${bare}`)) ?? fits[0] ?? '');
    return who.send(method, path, body, headers);
  }
}
