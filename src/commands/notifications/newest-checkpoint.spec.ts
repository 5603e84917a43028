import { newestCheckpoint } from './newest-checkpoint';

const NOTE = 'keyledger/x\n3\nroot\n\n— keyledger/x sig\n';
const log = (checkpoint: () => Promise<string | undefined>) => ({ checkpoint });

test.each(['break-glass', 'review-open'] as const)(
  'a notice of kind %s carries the newest checkpoint',
  async (kind) => {
    expect(
      await newestCheckpoint(
        log(async () => NOTE),
        { kind },
      ),
    ).toEqual({ checkpoint: NOTE });
  },
);

test('a notice of anything else carries none, and does not ask for it', async () => {
  const asked = jest.fn(async () => NOTE);
  expect(await newestCheckpoint(log(asked), { kind: 'seal-broken' })).toEqual({});
  expect(asked).not.toHaveBeenCalled();
});

test.each<[string, () => Promise<string | undefined>]>([
  ['there is none yet', async () => undefined],
  ['a store fails', () => Promise.reject(new Error('down'))],
  [
    'asking throws',
    () => {
      throw new Error('down');
    },
  ],
  ['it has grown beyond measure', async () => 'x'.repeat(5000)],
])('where %s the notice says that it is without', async (_, checkpoint) => {
  expect(await newestCheckpoint(log(checkpoint), { kind: 'break-glass' })).toEqual({ withoutCheckpoint: true });
});

describe('a store that takes its time', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());
  const after = (ms: number): Promise<string> => new Promise((resolve) => setTimeout(() => resolve(NOTE), ms));

  test.each<[string, number, object]>([
    ['is busy for a second is waited for', 1000, { checkpoint: NOTE }],
    ['hangs keeps nobody from being told', 2001, { withoutCheckpoint: true }],
  ])('%s', async (_, ms, told) => {
    const notice = newestCheckpoint(
      log(() => after(ms)),
      { kind: 'break-glass' },
    );
    await jest.advanceTimersByTimeAsync(2000);
    await expect(notice).resolves.toEqual(told);
  });
});
