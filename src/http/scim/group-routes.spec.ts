import fastify from 'fastify';
import type { Context } from '../../kernel/context';
import { requestStateOf } from '../edge/request-state';
import { groupRoutes } from './group-routes';
import type { ScimParts } from './scim-parts';

const ID = 'a'.repeat(32);
const context = { deadline: 30_000 } as Context;

/** The routes of a server where it is a time, and for how long each answer waited for the read models. */
const routesAt = (now: number) => {
  const waited: (number | undefined)[] = [];
  const group = { id: ID, name: 'Everybody', memberCount: 0, createdAt: '', changedAt: '', revision: 1 };
  const parts = {
    clock: { now: () => now },
    commands: { execute: async () => ({ id: ID, position: '7' }) },
    queries: { execute: async () => ({ group, memberIds: [] }) },
    consistency: {
      afterWrite: (_: string, _models: readonly string[], ask: () => Promise<unknown>, withinMs?: number) => {
        waited.push(withinMs);
        return ask();
      },
    },
  } as unknown as ScimParts;
  const instance = fastify();
  instance.addHook('onRequest', async (request) => void (requestStateOf(request).context = context));
  groupRoutes(instance, () => parts);
  return { instance, waited };
};

test.each([
  [10_000, 19_000],
  [29_500, 0],
])('what %d ms into a request was written is waited for as long as the request has time: %d ms', async (now, ms) => {
  const { instance, waited } = routesAt(now);
  const payload = { displayName: 'Everybody', members: [] };
  const { statusCode } = await instance.inject({ method: 'PUT', url: `/Groups/${ID}`, payload });
  expect([statusCode, waited]).toEqual([200, [ms]]);
  await instance.close();
});
