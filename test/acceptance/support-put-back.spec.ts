import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyFolder } from '../support/copy-folder';
import { onEngines } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { newSupportFixture, type SupportFixture } from '../support/application/support-fixture';

/** § Support access workflow, on files that were put back to an older copy. */
(onEngines ? describe.skip : describe)('a store that was put back', () => {
  let application: RunningApplication;
  let fixture: SupportFixture;
  beforeAll(async () => {
    application = await runningApplication();
    fixture = await newSupportFixture(application);
  });
  afterAll(() => application.end());

  test('lets in whom its log lets in, and the next emergency shuts out for good', async () => {
    const { owner, organizationId, support } = fixture;
    const { id } = await fixture.newIdentity();
    const reads = async () => (await (await application.as(support.email)).get(`/identities/${id}`)).status;
    const asOwner = () => application.as(owner.email);
    const copy = join(application.dataDir, '..', 'copy');
    await application.close();
    copyFolder(application.dataDir, copy);
    application = await runningApplication({ dataDir: application.dataDir });
    const body = { enabled: true, reason: 'after the copy' };
    await (await asOwner()).ok('PUT', `/organizations/${organizationId}/support-access`, body);
    expect(await reads()).toBe(200);
    await application.close();
    rmSync(application.dataDir, { recursive: true });
    copyFolder(copy, application.dataDir);
    application = await runningApplication({ dataDir: application.dataDir });
    expect(await reads()).toBe(403);
    await (await asOwner()).ok('POST', '/support-access/emergency-disable', { reason: 'x' });
    application = await application.restart();
    expect(await reads()).toBe(403);
  });
});
