import type { Answer, Client } from './client';

export interface Raced {
  readonly answer: Answer;
  /** Which identity it was about. */
  readonly identityId: string;
  /** When it was sent and answered, ms on one clock. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/**
 * Support checks out one identity after the other, a hundred callers at once at each of its clients, while somebody disables
 * all its access. Answers what each heard, and when the disabling answered.
 */
export const raceEmergency = async (
  support: readonly Client[],
  manager: Client,
  identityIds: readonly string[],
): Promise<{ readonly raced: readonly Raced[]; readonly stoppedAt: number }> => {
  const checkOut = async (identityId: string, n: number): Promise<Raced> => {
    const sentAt = performance.now();
    const who = support[n % support.length] as Client;
    const answer = await who.post(`/identities/${identityId}/checkout`, { reason: 'race', durationMinutes: 30 });
    return { answer, identityId, sentAt, answeredAt: performance.now() };
  };
  const half = Math.ceil(identityIds.length / 2);
  const before = identityIds.slice(0, half).map(checkOut);
  const stop = manager.ok('POST', '/support-access/emergency-disable', { reason: 'race' });
  const beside = identityIds.slice(half).map(checkOut);
  await stop;
  const stoppedAt = performance.now();
  const after = identityIds.map(checkOut);
  return { raced: await Promise.all([...before, ...beside, ...after]), stoppedAt };
};

/** What must not be: served after the answer, or with something else than being shut out. */
export const servedTooLate = ({
  raced,
  stoppedAt,
}: {
  readonly raced: readonly Raced[];
  readonly stoppedAt: number;
}): readonly string[] =>
  raced
    .filter(({ answer, answeredAt, sentAt }) =>
      answer.status < 300 ? answeredAt > stoppedAt : sentAt > stoppedAt && answer.body.code !== 'SUPPORT_ACCESS_OFF',
    )
    .map(
      ({ answer, sentAt }) => `${answer.status} ${answer.body.code} sent ${Math.round(sentAt - stoppedAt)} ms after`,
    );
