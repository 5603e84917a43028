import { join } from 'node:path';
import { keyledger, type Environment, type Ran } from '../support/application/command-line';
import { newFixture } from '../support/application/fixture';
import { PlacesToCopy } from '../support/application/places-to-copy';
import type { RunningApplication } from '../support/application/running-application';
import { describeOnMongo, dropDatabases } from '../support/mongodb/databases';

jest.setTimeout(400_000);

const PRELOAD = join(__dirname, '../support/application/killed-copy.cjs');

interface Step {
  readonly step: string;
  readonly tries?: boolean;
}

/** Killed at each step there and back, with one more run each time: never two that live, and in the end all is there. */
describeOnMongo('a copy that is killed', () => {
  const places = new PlacesToCopy();
  let here: Environment;
  let engines: Environment;
  let kept: { id: string; value: string };

  /** What a start there ends with. */
  const startLine = async (place: Environment): Promise<string> => {
    let application: RunningApplication;
    try {
      application = await places.start(place);
    } catch (error) {
      return (error as Error).message;
    }
    await application.close();
    return 'it starts';
  };

  const copy = (from: Environment, to: Environment, killed?: string): Promise<Ran> =>
    keyledger(['copy', '--to', places.file(to), '--json'], {
      ...from,
      ...(killed === undefined ? {} : { NODE_OPTIONS: `--require ${PRELOAD}`, KILL_COPY: killed }),
    });

  beforeAll(async () => {
    here = places.embedded();
    const application = await places.start(here);
    const fixture = await newFixture(application);
    kept = await fixture.newIdentity();
    await application.close();
  });
  afterAll(async () => {
    await places.end();
    await dropDatabases();
  });

  const serves = async (place: Environment): Promise<void> => {
    const application = await places.start(place);
    try {
      const owner = await application.as('owner@example.com');
      expect((await owner.ok('POST', `/identities/${kept.id}/reveal`)).credential.value).toBe(kept.value);
      const damage = (await owner.ok('GET', '/operations/damage')).items;
      expect(damage).toEqual([]);
    } finally {
      await application.close();
    }
  };

  /** `tries`: whether somebody tries to start both ends then. */
  const killedAtEach = async (from: Environment, to: Environment, steps: readonly Step[]): Promise<void> => {
    for (const { step, tries = false } of steps) {
      const { status, stderr: why } = await copy(from, to, step);
      expect({ step, status, why }).toEqual({ step, status: null, why: '' });
      if (!tries) continue;
      const [there, here] = [await startLine(to), await startLine(from)];
      expect({ step, there }).toEqual({ step, there: expect.stringContaining('not all of it has arrived') });
      expect({ step, here }).toEqual({ step, here: expect.stringMatching(/^it starts$|was moved to/) });
    }
    const { status, stdout, stderr } = await copy(from, to);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ unopened: [] });
    expect(await startLine(from)).toContain('was moved to');
  };

  test('there, to engines, at each step', async () => {
    engines = await places.engines(here);
    await killedAtEach(here, engines, [
      // Before anything says so the target is as empty as it was.
      { step: 'before moving 1' },
      { step: 'after moving 1', tries: true },
      { step: 'before events 1' },
      { step: 'after events 1' },
      { step: 'after events 20', tries: true },
      { step: 'before rows 1' },
      { step: 'after rows 1' },
      { step: 'before moving 1' },
      { step: 'after moving 1', tries: true },
      { step: 'before moving 2', tries: true },
    ]);
    await serves(engines);
  });

  test('and back', async () => {
    const again = places.embedded();
    await killedAtEach(engines, again, [
      { step: 'after moving 1', tries: true },
      { step: 'after events 20' },
      { step: 'after moving 1', tries: true },
    ]);
    await serves(again);
  });
});
