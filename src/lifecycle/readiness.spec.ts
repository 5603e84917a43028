import type { Projections } from '../../projections/engine/projections';
import type { EventStore } from '../kernel/event-store';
import { StoreUnavailable } from '../kernel/store-errors';
import { readiness } from './readiness';

const away = () => Promise.reject(new StoreUnavailable('away'));
const running = { name: 'users', state: 'running', position: '7' };

const reportOf = (stores: {
  reasons?: () => Promise<string[]>;
  events?: () => Promise<string>;
  status?: () => Promise<unknown>;
  behind?: string[];
}) =>
  readiness(
    { status: stores.status ?? (async () => [running]), behind: () => stores.behind ?? [] } as unknown as Projections,
    { head: stores.events ?? (async () => '7') } as unknown as EventStore,
    '7',
    stores.reasons ?? (async () => []),
  )();

const eventStore = { state: 'running' };

it('is ready once every read model has reached what was in the log at the start', async () => {
  const parts = { eventStore, users: { state: 'running', position: '7' } };
  expect(await reportOf({ behind: ['users'] })).toEqual({ ready: false, parts });
  expect(await reportOf({})).toEqual({ ready: true, parts });
});

it('is not ready without the log: whatever needs a permission is judged from it', async () => {
  expect(await reportOf({ events: away })).toEqual({ ready: false, parts: { eventStore: { state: 'away' } } });
});

it('is as ready without the read models as it was with them: who has an id can work', async () => {
  const parts = { eventStore, readModels: { state: 'away' } };
  expect(await reportOf({ status: away })).toEqual({ ready: true, parts });
  expect(await reportOf({ status: away, behind: ['users'] })).toEqual({ ready: false, parts });
});

it('stays ready and says why it is degraded', async () => {
  const parts = { eventStore, users: { state: 'running', position: '7' } };
  const reasons = ['policy x has parked 1, critical'];
  expect(await reportOf({ reasons: async () => reasons })).toEqual({ ready: true, degraded: true, reasons, parts });
  expect(await reportOf({ reasons: away })).toMatchObject({ ready: true, degraded: true });
});

it('hides no defect', async () => {
  await expect(reportOf({ status: () => Promise.reject(new TypeError('defect')) })).rejects.toThrow(TypeError);
});
