import type { FastifyReply, FastifyRequest } from 'fastify';
import { judgeOf } from '../../../test/support/judged-token';
import { IssuerUnavailable } from '../../kernel/issuer-unavailable';
import type { Principal, TokenIssuers } from '../../kernel/token-issuers';
import { TokenRejected } from '../../kernel/token-rejected';
import { executionOf } from '../edge/execution-of';
import { AuthenticationGuard } from './authentication.guard';
import { Callers } from './callers';
import { JwtStrategy } from './jwt.strategy';
import { MachineStrategy } from './machine.strategy';
import { Strategies } from './strategies';

const ANN: Principal = { issuer: 'i', subject: 'ann', emailVerified: true, support: false, expiresAt: 9e15 };
const issuers = (change: Partial<TokenIssuers> = {}): TokenIssuers => ({
  keyOf: () => Promise.reject(new TokenRejected('no-jwt')),
  principalOf: () => ANN,
  remembered: (token) => (token === 'ann' ? ANN : undefined),
  remember: () => undefined,
  ...change,
});

const guardOf = () => {
  const signedIn: string[] = [];
  const people = {
    signIn: async ({ subject }: Principal) => ({ userId: `${subject}-${signedIn.push(subject)}`, support: false }),
  };
  const machines = {
    signIn: async (token: string) => ({ userId: token, support: false, token: { id: 't', permissions: ['x'] } }),
  };
  const callers = new Callers(people, machines, { now: () => 1000 }, { next: () => 'x' });
  const strategies = new Strategies();
  const made = [new JwtStrategy(issuers(), callers, strategies), new MachineStrategy(callers, strategies)];
  expect(made).toHaveLength(2);
  const Guard = AuthenticationGuard as unknown as new (options: object) => AuthenticationGuard;
  return { guard: new Guard({ defaultStrategy: strategies.names, session: false }), signedIn };
};
const requestOf = (authorization?: string, operation: object = {}) =>
  ({
    headers: authorization === undefined ? {} : { authorization },
    raw: { rawHeaders: [] },
    socket: {},
    server: { clientAddress: () => '127.0.0.1' },
    routeOptions: { config: { operation } },
    edge: null,
    id: 'r',
  }) as unknown as FastifyRequest;
const ask = (guard: AuthenticationGuard, request: FastifyRequest) =>
  guard.canActivate(executionOf(request, {} as FastifyReply));

test('either strategy makes the context of its request', async () => {
  const { guard } = guardOf();
  const request = requestOf('Bearer ann');
  expect(await ask(guard, request)).toBe(true);
  expect(request.edge?.context).toMatchObject({ actor: { kind: 'user', userId: 'ann-1' }, ip: '127.0.0.1' });
  const machine = requestOf('bearer klt_abc');
  expect(await ask(guard, machine)).toBe(true);
  expect(machine.edge?.context).toMatchObject({
    actor: { kind: 'user', userId: 'klt_abc', tokenId: 't' },
    token: { id: 't', permissions: ['x'] },
  });
});

test('asked again it finds its work done', async () => {
  const { guard, signedIn } = guardOf();
  const request = requestOf('Bearer ann');
  await ask(guard, request);
  await ask(guard, request);
  expect(signedIn).toEqual(['ann']);
});

test('a public route needs nobody', async () => {
  const request = requestOf(undefined, { public: true });
  expect(await ask(guardOf().guard, request)).toBe(true);
  expect(request.edge?.context).toBeUndefined();
});

test('of callers asked at once each is answered for its own token', async () => {
  const { guard } = guardOf();
  const requests = Array.from({ length: 20 }, (_, n) => requestOf(n % 2 === 0 ? 'Bearer ann' : `Bearer klt_${n}`));
  await Promise.all(requests.map((request) => ask(guard, request)));
  const users = requests.map(({ edge }) => edge?.context?.actor.userId ?? '');
  users.forEach((userId, n) => expect(userId).toMatch(n % 2 === 0 ? /^ann-\d+$/ : new RegExp(`^klt_${n}$`)));
});

test.each([
  [new TokenRejected('expired', 1), { refusal: { detail: 'The token expired at 1970-01-01T00:00:01.000Z.' } }],
  [new IssuerUnavailable(2), { name: 'IssuerUnavailable' }],
  [new TypeError('a defect'), { name: 'TypeError', message: 'a defect' }],
])('what breaks off the search for a key (%s) is told as what it is', async (error, told) => {
  const { verify } = judgeOf(issuers({ keyOf: () => Promise.reject(error) }));
  await expect(verify('a.b.c')).rejects.toMatchObject(told);
});
