import { runningApplication } from '../support/application/running-application';
import { complianceOf, isTesterHere, WHY_SKIPPED } from '../support/scim/tester';

/** An immutable attribute that has its value can't be added to: the tester tries it all the same. */
const EXPECTED = ['check_add_attribute User'];

const isHere = isTesterHere();
(isHere ? test : test.skip)(
  isHere ? 'scim2-tester finds nothing that it does not expect' : WHY_SKIPPED,
  async () => {
    const application = await runningApplication();
    try {
      const owner = await application.as('owner@example.com');
      const { token } = await owner.ok('POST', '/scim-connections', { name: 'Tester' });
      const findings = await complianceOf(`${application.url}/scim/v2`, token);
      expect(findings.length).toBeGreaterThan(50);
      const bad = findings.filter(({ status }) => ['ERROR', 'CRITICAL', 'DEVIATION'].includes(status));
      const unexpected = bad.filter(
        ({ check, type, reason }) => !EXPECTED.includes(`${check} ${type}`) || !reason.includes("'emails'"),
      );
      expect(unexpected).toEqual([]);
    } finally {
      await application.end();
    }
  },
  180_000,
);
