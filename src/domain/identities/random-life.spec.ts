import fc from 'fast-check';
import { at, ID, SETTINGS } from '../../../test/support/an-identity';
import { anyAct, checkWhole, Life } from '../../../test/support/random-life';
import { createIdentity } from './decide/settings';

it('keeps every rule of checkout and rotation through any life', () => {
  fc.assert(
    fc.property(fc.array(anyAct, { minLength: 1, maxLength: 60 }), (acts) => {
      const life = new Life();
      const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
      life.decide((state) => createIdentity(state, subject, SETTINGS, at(0)));
      acts.forEach((step) => step(life));
      checkWhole(life);
    }),
    { numRuns: 400 },
  );
});
