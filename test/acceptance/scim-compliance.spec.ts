import { runningApplication } from '../support/application/running-application';
import { complianceOf, describeWithTester } from '../support/scim/tester';

/** An immutable attribute that has its value can't be added to: the tester tries it all the same. */
const EXPECTED = ['check_add_attribute User'];

describeWithTester('scim2-tester', () => {
  test('finds nothing that is not expected', async () => {
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
  }, 180_000);
});
