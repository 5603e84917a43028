import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { fact } from '../../../test/support/read-side';
import type { Checkpoints } from '../../kernel/checkpoints';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { StoreUnavailable } from '../../kernel/store-errors';
import { ORIGIN, type Mark } from '../../kernel/subscription/mark';
import { PolicySubscription } from './policy-subscription';
import type { ParkedData } from './parking';

const LONG_MS = 5 * 60_000;

/** Lets the pauses between tries pass until a condition holds. */
const until = async (what: string, holds: () => boolean): Promise<void> => {
  for (let passed = 0; !holds(); passed += 50) {
    if (passed > LONG_MS) throw new Error(`${what} did not come about`);
    await jest.advanceTimersByTimeAsync(50);
  }
};

/** A policy that fails on what it is told to, over a log and stores that outlive its node. */
class Scene {
  readonly log = new InMemoryEventStore();
  readonly heard: number[] = [];
  readonly parked = new Map<string, ParkedData>();
  readonly failing = new Map<number, Error>();
  now = 1_000_000;
  tries = 0;
  parkingFails = false;
  private mark: Mark = ORIGIN;
  private readonly checkpoints: Checkpoints = {
    get: async () => this.mark,
    set: async (_, mark) => {
      this.mark = mark;
      return true;
    },
  };
  private readonly parking = {
    of: async () => [...this.parked.values()],
    park: async (_: string, { id }: RecordedEvent, data: ParkedData) => {
      if (this.parkingFails) throw new StoreUnavailable('away');
      this.parked.set(id, data);
    },
    unpark: async (_: string, { id }: RecordedEvent) => void this.parked.delete(id),
  };

  async subscription(critical?: true): Promise<PolicySubscription> {
    const react = async ({ data }: RecordedEvent) => {
      const { n } = data as { n: number };
      const error = this.failing.get(n);
      if (error !== undefined) {
        this.tries += 1;
        throw error;
      }
      this.heard.push(n);
    };
    const subscription = new PolicySubscription(
      { name: 'p', ...(critical === undefined ? {} : { critical }) },
      { types: ['test.added.v1'], react },
      {
        subscriptions: followedIn(this.log),
        parking: this.parking,
        checkpoints: this.checkpoints,
        clock: { now: () => this.now },
        trouble: () => undefined,
      },
    );
    await subscription.start();
    return subscription;
  }

  append(...ns: readonly number[]) {
    return this.log.append(
      'test-1',
      'any',
      ns.map((n) => fact(n, [])),
    );
  }

  /** What an owner states. */
  async settle(kind: 'retry-requested' | 'dismissed', eventId: string) {
    const event = { ...fact(0, []), type: `keyledger.policy-event-${kind}.v1`, data: { policy: 'p', eventId } };
    await this.log.append('policy-p', 'any', [event as never]);
  }

  async untilParked(): Promise<string> {
    await until('five tries', () => this.tries >= 5);
    if (this.parked.size > 0) throw new Error('parked before its time');
    this.now += LONG_MS;
    await until('it to be parked', () => this.parked.size === 1);
    return [...this.parked.keys()][0] ?? '';
  }
}

let scene: Scene;
let subscription: PolicySubscription;
beforeEach(() => {
  jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  scene = new Scene();
});
afterEach(async () => {
  await subscription.stop();
  jest.useRealTimers();
});

test('what failed five times over five minutes is parked, told without what was in hand, and the policy goes on', async () => {
  scene.failing.set(1, new SyntaxError('Unexpected token in "hunter2"'));
  subscription = await scene.subscription();
  await scene.append(1, 2);
  const eventId = await scene.untilParked();
  const { tries, ...parked } = scene.parked.get(eventId) ?? { tries: 0 };
  expect(tries).toBeGreaterThanOrEqual(5);
  expect(parked).toEqual({
    eventId,
    type: 'test.added.v1',
    stream: 'test-1',
    revision: 0,
    since: new Date(1_000_000).toISOString(),
    cause: 'SyntaxError',
  });
  await scene.append(3);
  await until('what came then', () => scene.heard.includes(3));
  await subscription.stop();
  const before = scene.tries;
  subscription = await scene.subscription();
  await scene.append(4);
  await until('what came after the restart', () => scene.heard.includes(4));
  expect([scene.tries, scene.parked.size]).toEqual([before, 1]);
});

test('a store that is away parks nothing, however long', async () => {
  scene.failing.set(1, new StoreUnavailable('away'));
  subscription = await scene.subscription();
  await scene.append(1);
  await until('some tries', () => scene.tries >= 3);
  scene.now += 10 * LONG_MS;
  await until('more tries', () => scene.tries >= 6);
  expect(scene.parked.size).toBe(0);
  scene.failing.clear();
  await until('it', () => scene.heard.includes(1));
});

test('what could not be parked is not passed', async () => {
  scene.failing.set(1, new TypeError('x'));
  scene.parkingFails = true;
  subscription = await scene.subscription();
  await scene.append(1);
  await until('five tries', () => scene.tries >= 5);
  scene.now += LONG_MS;
  await until('another try', () => scene.tries >= 6);
  await subscription.stop();
  [scene.parkingFails, scene.now] = [false, scene.now + LONG_MS];
  scene.failing.clear();
  subscription = await scene.subscription();
  await until('it to be heard again', () => scene.heard.includes(1));
});

test('an owner has it retried: what works then is parked no more, what fails is told anew', async () => {
  scene.failing.set(1, new TypeError('x'));
  subscription = await scene.subscription();
  await scene.append(1);
  const eventId = await scene.untilParked();
  const tries = scene.parked.get(eventId)?.tries ?? 0;
  await scene.settle('retry-requested', eventId);
  await until('the failed try to be told', () => scene.parked.get(eventId)?.tries === tries + 1);
  scene.failing.clear();
  await scene.settle('retry-requested', eventId);
  await until('it to be done', () => scene.parked.size === 0);
  expect(scene.heard).toEqual([1]);
});

test('what an owner dismissed is not tried again, not even of a critical policy', async () => {
  scene.failing.set(1, new TypeError('x'));
  subscription = await scene.subscription(true);
  await scene.append(1);
  const eventId = await scene.untilParked();
  expect(scene.parked.get(eventId)).toMatchObject({ critical: true });
  await scene.settle('dismissed', eventId);
  await scene.append(2);
  await until('what came then', () => scene.heard.includes(2));
  scene.failing.clear();
  await subscription.tryParked();
  expect(scene.heard).toEqual([2]);
});

test('what is parked of a critical policy is tried again now and then without being asked, after a restart too', async () => {
  scene.failing.set(1, new TypeError('x'));
  subscription = await scene.subscription(true);
  await scene.append(1);
  await scene.untilParked();
  const before = scene.tries;
  await jest.advanceTimersByTimeAsync(2 * LONG_MS);
  expect([scene.tries, scene.parked.size]).toEqual([before + 2, 1]);
  await subscription.stop();
  scene.failing.clear();
  subscription = await scene.subscription(true);
  await jest.advanceTimersByTimeAsync(LONG_MS);
  expect([scene.heard, scene.parked.size]).toEqual([[1], 0]);
});
