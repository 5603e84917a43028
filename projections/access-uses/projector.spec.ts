import type { AccessUseDocument } from './document';
import { accessUses } from './projector';

/** How an access was used last, by facts of showing and of those that took one back. */
const place = { organizationId: 'o', identityGroupId: 'v', identityId: 'i' };
const at = (minute: number) => `2026-03-01T09:0${minute}:00.000Z`;
const reveal = (minute: number, more: object = {}) => ({
  id: `reveal-${minute}`,
  type: 'keyledger.identity-revealed.v1',
  data: { ...place, version: 1, evidence: { ownerBypass: false, grantId: 'g' }, ...more },
  metadata: { actor: { userId: 'ann' }, time: at(minute) },
});
const checkOut = (minute: number) => ({
  ...reveal(minute),
  id: `checkout-${minute}`,
  type: 'keyledger.identity-checked-out.v1',
  data: { ...reveal(minute).data, userId: 'ann', breakGlass: false },
});
const withheld = (minute: number, evidence?: object) => ({
  ...reveal(9),
  type: 'keyledger.disclosure-withheld.v1',
  data: { ...place, disclosureId: `reveal-${minute}`, ...(evidence === undefined ? {} : { evidence }) },
});
const rested = { ownerBypass: false, grantId: 'g' };

test.each<[string, object[], string | undefined]>([
  ['a reveal', [reveal(1)], at(1)],
  ['the later of two', [reveal(1), checkOut(2)], at(2)],
  ['one that was withheld is no use', [reveal(1), withheld(1, rested)], undefined],
  ['the one before it is', [checkOut(1), reveal(2), withheld(2, rested)], at(1)],
  ['the one after it is', [reveal(1), reveal(2), withheld(1, rested)], at(2)],
  ['of what earlier releases withheld they do not say which access it rested on', [reveal(1), withheld(1)], at(1)],
  ['behind broken glass nothing is used', [reveal(1, { breakGlass: true })], undefined],
  ['told twice it is once', [reveal(1), reveal(1), withheld(1, rested)], undefined],
  [
    'of many that may be taken back the certain one stays',
    [
      checkOut(0),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => reveal(n)),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => withheld(n, rested)),
    ],
    at(0),
  ],
])('%s', (_, facts, usedAt) => {
  let document: AccessUseDocument | undefined;
  for (const fact of facts as never[]) {
    for (const id of accessUses.ids(fact)) document = accessUses.next(document, fact, id);
  }
  expect(document?.uses.at(-1)?.usedAt).toBe(usedAt);
});
