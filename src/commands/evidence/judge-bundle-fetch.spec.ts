import { NOW } from '../../../test/support/streams/a-vault';
import { ASKING } from '../../../test/support/streams/bulk-people';
import { Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { JudgeBundleFetch, JudgeBundleFetchHandler } from './judge-bundle-fetch';

/** Who is kept from a bundle stands in the audit, as who is kept from anything else that would be shown. */
const AUDITING = peopleOf({ auditor: { everywhere: ['pam_audit.read'] }, local: { here: ['pam_audit.read'] } });
const requested = (bundleId: string, place: object) => ({
  type: 'keyledger.evidence-bundle-requested.v1',
  data: { bundleId, log: 1, size: 7, ...place, requestedBy: 'auditor', requestedAt: NOW },
});
const GIVEN = {
  ...ASKING,
  ...AUDITING,
  account: [...(ASKING['account'] ?? []), ...(AUDITING['account'] ?? [])],
  evidence: [
    requested('whole', {}),
    requested('here', { organizationId: 'o' }),
    requested('there', { organizationId: 'p' }),
  ],
};
const fetched = (who: string, bundleId: string) => {
  const ground = new Ground(GIVEN);
  return ground.when(() =>
    new JudgeBundleFetchHandler(ground.recording).execute(new JudgeBundleFetch(ground.as(who), bundleId)),
  );
};

test.each([
  ['auditor', 'whole'],
  ['auditor', 'there'],
  ['owner', 'whole'],
  ['local', 'here'],
])('%s may have the bundle %s: that is told with what is handed out', async (who, bundleId) => {
  expect(await fetched(who, bundleId)).toMatchObject({ facts: [] });
});

test.each([
  ['local', 'whole', 'NOT_FOUND', 'denied-account', {}],
  ['local', 'there', 'NOT_FOUND', 'denied-p', { organizationId: 'p' }],
  ['manager', 'here', 'PERMISSION_DENIED', 'denied-account', {}],
  ['manager', 'none', 'PERMISSION_DENIED', 'denied-account', {}],
  ['auditor', 'none', 'NOT_FOUND', undefined, {}],
])('%s may not have the bundle %s: %s, which is told in %s', async (who, bundleId, code, stream, about) => {
  const { refused, facts } = await fetched(who, bundleId);
  expect(refused).toBe(code);
  expect(facts).toEqual(stream === undefined ? [] : [[stream, 'evidence-read-refused', { ...about, code }]]);
});
