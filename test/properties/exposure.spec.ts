import fc from 'fast-check';
import type { ExposureDocument } from '../../projections/exposures/document';
import { exposures } from '../../projections/exposures/projector';
import type { IdentityDocument } from '../../projections/identities/document';
import { identities } from '../../projections/identities/projector';
import { createIdentity } from '../../src/domain/identities/decide/settings';
import { restoreVersion } from '../../src/domain/identities/decide/versions';
import { served } from '../../src/domain/identities/served';
import type { IdentityState } from '../../src/domain/identities/state';
import type { DomainEvent } from '../../src/kernel/event';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { exposedValues } from '../../src/queries/exposures/exposed-values';
import { at, ID, SETTINGS } from '../support/an-identity';
import { anyAct, Life } from '../support/random-life';
import { ACTS } from '../support/random-rotation-acts';
import { Machines } from '../support/random-rotations';

/** What the read models say that somebody knows is what a fold over the whole log says, whatever happened. */
const USERS = ['ann', 'bob', 'eve', 'boss'];
const PLACE = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };

/** Facts in the order of the log, each by somebody. */
class Log {
  readonly entries: RecordedEvent[] = [];

  add({ type, data }: DomainEvent, userId: string): string {
    const position = String(this.entries.length).padStart(6, '0');
    const metadata = { actor: { kind: 'user', userId } as const, time: at(this.entries.length), correlationId: 'c' };
    const id = `event-${position}`;
    this.entries.push({ type, data, id, stream: 's', revision: this.entries.length, position, metadata });
    return id;
  }

  addAll(facts: readonly DomainEvent[], userId: string): void {
    for (const fact of facts) this.add(fact, userId);
  }

  identity(): IdentityDocument | undefined {
    return this.entries
      .filter(({ type }) => identities.types?.includes(type))
      .reduce<IdentityDocument | undefined>((document, event) => identities.next(document, event, ID), undefined);
  }

  exposure(subject: string): ExposureDocument | undefined {
    const id = `${subject}:${ID}`;
    return this.entries
      .filter((event) => exposures.types?.includes(event.type) && exposures.ids(event).includes(id))
      .reduce<ExposureDocument | undefined>((document, event) => exposures.next(document, event, id), undefined);
  }

  /** What was shown to somebody, by the facts alone. */
  shownTo(userId: string): readonly number[] {
    const withheld = this.entries.flatMap(({ type, data }) =>
      type === 'keyledger.disclosure-withheld.v1' ? [(data as { disclosureId: string }).disclosureId] : [],
    );
    return this.entries.flatMap(({ type, data, id, metadata }) => {
      const told = data as {
        userId?: string;
        version?: number;
        credentialVersion?: number;
        alternatives?: number[];
        transferredFrom?: object;
      };
      const versions = [told.version ?? told.credentialVersion ?? 0, ...(told.alternatives ?? [])];
      const isBy = metadata.actor.userId === userId;
      if (type === 'keyledger.identity-checked-out.v1') {
        return told.userId === userId && told.transferredFrom === undefined ? versions : [];
      }
      if (type === 'keyledger.identity-revealed.v1') return isBy && !withheld.includes(id) ? versions : [];
      const isTyped = type === 'keyledger.identity-created.v1' || type === 'keyledger.identity-credential-replaced.v1';
      return isTyped && isBy ? versions : [];
    });
  }
}

/** What is in force by what the deciders know, and whose value it is. */
const knownBy = (state: IdentityState, shown: readonly number[]): readonly number[] => {
  const { credentialVersion, holdings, settings, origins } = state;
  const value = (version: number) => origins[version] ?? version;
  const onHosts = settings.hostIds.flatMap((hostId) => {
    const { version, mayHold = [] } = holdings[hostId] ?? {};
    return [version ?? 0, ...mayHold.map((each) => each.version)];
  });
  return [...new Set([credentialVersion, ...onHosts])]
    .filter((version) => version > 0 && shown.some((each) => value(each) === value(version)))
    .toSorted((a, b) => a - b);
};

const check = (log: Log, state: IdentityState): void => {
  const identity = log.identity();
  for (const userId of USERS) {
    const exposure = log.exposure(`user-${userId}`);
    const told = identity && exposure ? exposedValues(identity, exposure).map(({ version }) => version) : [];
    expect([userId, told]).toEqual([userId, state.status === 'none' ? [] : knownBy(state, log.shownTo(userId))]);
  }
};

/** A replaced value is brought back: it has another number, and whoever knew it knows it. */
const restores = fc.nat(20).map((nth) => (life: Life): void => {
  const { replaced, highestVersion } = life.state;
  const old = replaced[nth % Math.max(1, replaced.length)]?.version ?? 0;
  const set = { version: highestVersion + 1, by: 'boss', now: at(life.minute) };
  life.decide((state) => restoreVersion(state, ID, old, set));
});
const lives = fc.oneof({ weight: 8, arbitrary: anyAct }, { weight: 1, arbitrary: restores });

/** Somebody reveals it, and perhaps is shown nothing after all. */
const reveals = fc.record({ userId: fc.constantFrom(...USERS), withheld: fc.boolean() });
const steps = <A>(act: fc.Arbitrary<A>) => fc.array(fc.tuple(act, fc.option(reveals)), { minLength: 1, maxLength: 50 });

const reveal = (log: Log, state: IdentityState, how: { userId: string; withheld: boolean } | null): void => {
  if (how === null || state.credentialVersion === 0) return;
  const { version, alternatives } = served(state);
  const evidence = { ownerBypass: false };
  const data = { ...PLACE, version, alternatives, ownerBypass: false, evidence };
  const disclosureId = log.add({ type: 'keyledger.identity-revealed.v1', data }, how.userId);
  const told = { ...PLACE, disclosureId, disclosurePosition: '0', code: 'X', detail: 'x' };
  if (how.withheld) log.add({ type: 'keyledger.disclosure-withheld.v1', data: told }, how.userId);
};

test('through any life of an identity in the vault', () => {
  fc.assert(
    fc.property(steps(lives), (acts) => {
      const [life, log] = [new Life(), new Log()];
      life.decide((state) => createIdentity(state, PLACE, SETTINGS, at(0)));
      log.addAll(life.facts, 'boss');
      for (const [act, revealed] of acts) {
        const before = life.facts.length;
        act(life);
        log.addAll(life.facts.slice(before), 'boss');
        reveal(log, life.state, revealed);
        check(log, life.state);
      }
    }),
    { numRuns: 200 },
  );
});

test('through any life on hosts, whose answers are lost, repeated and reordered', () => {
  fc.assert(
    fc.property(steps(ACTS), (acts) => {
      const [machines, log] = [new Machines(), new Log()];
      log.addAll(machines.facts, 'boss');
      for (const [act, revealed] of acts) {
        const before = machines.facts.length;
        act(machines);
        log.addAll(machines.facts.slice(before), 'boss');
        reveal(log, machines.state, revealed);
        check(log, machines.state);
      }
    }),
    { numRuns: 100 },
  );
});
