import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from './client';
import { checkpointBeyond } from './evidence-of';
import { newFixture, type Fixture } from './fixture';
import { HeldBack } from './held-back';
import { runningApplication, type RunningApplication } from './running-application';
import { TriedCommands } from './tried-commands';

export type Person = 'user' | 'admin' | 'manager';

/** A server on a log with a fixture in it, whose read models were lost and get nowhere until they are let go on. */
export interface FillingFirst {
  readonly application: RunningApplication;
  readonly fixture: Fixture;
  readonly owner: Client;
  readonly people: Readonly<Record<Person, Client>>;
  readonly tried: TriedCommands;
  letGoOn(): void;
  end(): Promise<void>;
}

export const fillingFirst = async (): Promise<FillingFirst> => {
  const before = await runningApplication();
  const fixture = await newFixture(before);
  // None is signed before the read models have come so far.
  await checkpointBeyond(fixture.owner, 0n);
  await before.close();
  for (const end of ['', '-wal', '-shm']) rmSync(join(before.dataDir, `reads.db${end}`), { force: true });
  const held = new HeldBack();
  const application = await runningApplication({ dataDir: before.dataDir });
  const owner = await application.as('owner@example.com');
  const again = (kind: Person) => application.as(fixture.people[kind].email);
  return {
    application,
    fixture,
    owner,
    people: { user: await again('user'), admin: await again('admin'), manager: await again('manager') },
    tried: await new TriedCommands(application).learn(owner),
    letGoOn: () => held.end(),
    end: async () => {
      held.end();
      await application.end();
    },
  };
};
