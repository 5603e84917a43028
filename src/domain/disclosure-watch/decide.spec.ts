import { given } from '../../../test/support/given-when-then';
import { findUnusual } from './decide';
import type { UnusualDisclosuresFound } from './events';
import { disclosureWatch } from './state';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 9, minute)).toISOString();
const found = (organizationId: string, minute: number): UnusualDisclosuresFound => ({
  type: 'keyledger.unusual-disclosures-found.v1',
  data: { userId: 'eve', organizationId, values: 51, since: at(0), foundAt: at(minute) },
});

it.each<[string, readonly UnusualDisclosuresFound[], number, number, boolean]>([
  ['fifty values', [], 50, 0, false],
  ['one more', [], 51, 0, true],
  ['more within the hour', [found('o', 0)], 90, 59, false],
  ['more after an hour', [found('o', 0)], 51, 60, true],
  ['more of another organization', [found('p', 0)], 51, 1, true],
])('%s', (_, before, values, minute, isTold) => {
  const counted = { userId: 'eve', organizationId: 'o', values, since: at(0) };
  given(disclosureWatch, before)
    .when((state) => findUnusual(state, counted, at(minute)))
    .then(isTold ? [{ ...found('o', minute), data: { ...counted, foundAt: at(minute) } }] : []);
});
