import fc from 'fast-check';
import { at, ID } from '../../../test/support/an-identity';
import { ACTS } from '../../../test/support/random-rotation-acts';
import { AGENT_ACTS } from '../../../test/support/random-agent-acts';
import { HOSTS, Machines } from '../../../test/support/random-rotations';
import type { IdentityDocument } from '../../../projections/identities/document';
import { identities } from '../../../projections/identities/projector';
import { isBegun } from '../../domain/identities/decide/under-way';
import { holdingOn, isProven } from '../../domain/identities/holdings';
import { served } from '../../domain/identities/served';
import { isWithheld } from '../../domain/identities/withheld';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { explainRotation } from './explain-rotation';
import { isProved } from './knowledge';
import { rotationOnHost } from './rotation-on-host';
import { isWithheldThere } from './withheld-there';

const ANYTHING = fc.oneof({ arbitrary: ACTS, weight: 5 }, { arbitrary: AGENT_ACTS, weight: 1 });

/** The read model of the identity, kept up with the facts as they come. */
class Kept {
  private document: IdentityDocument | undefined;
  private read = 0;

  after({ facts }: Machines): IdentityDocument {
    for (const fact of facts.slice(this.read)) {
      const event = { ...fact, revision: this.read } as unknown as RecordedEvent;
      if (identities.types?.includes(fact.type) === true) {
        this.document = identities.next(this.document, event, ID);
      }
      this.read += 1;
    }
    if (this.document === undefined) throw new Error('nothing was made');
    return this.document;
  }
}

const versions = (entries: readonly { readonly version: number }[] = []) =>
  [...new Set(entries.map(({ version }) => version))].toSorted();

/** What is said of a host, held against what a login there would really take. */
const checkWords = (machines: Machines, identity: IdentityDocument, online: boolean): void => {
  const now = at(machines.minute);
  const served = identity.credentialVersion;
  const on = HOSTS.filter((hostId) => identity.hostIds.includes(hostId));
  const told = on.map((hostId) => {
    const host = rotationOnHost(identity, hostId, { name: hostId, hasAgent: true, online }, now);
    const truth = machines.holds.get(hostId);
    if (/the old \w+ still works there|in the vault works there/.test(host.explanation)) expect(truth).toBe(served);
    if (/the new \w+ is (in force|proved)/.test(host.explanation)) expect(truth).toBeGreaterThan(served);
    if (host.explanation.startsWith('proved by')) expect(truth).toBe(served);
    if (host.proved) expect(truth).toBe(served);
    return host;
  });
  const said = explainRotation(identity, told, now);
  const agrees = on.every((hostId) => machines.holds.get(hostId) === served);
  if (said.includes('The value is confirmed.')) expect(agrees).toBe(true);
  if (said.includes('The present value stays in use.')) expect(agrees).toBe(true);
};

test('whatever happens, what is known is what the deciders know, and what is said is true', () => {
  fc.assert(
    fc.property(fc.array(ANYTHING, { maxLength: 60 }), fc.boolean(), (acts, online) => {
      const machines = new Machines();
      const kept = new Kept();
      for (const act of acts) {
        act(machines);
        const { state } = machines;
        const identity = kept.after(machines);
        for (const hostId of identity.hostIds) {
          const host = identity.hosts[hostId];
          expect([hostId, isProved(host, identity.credentialVersion)]).toEqual([
            hostId,
            isProven(state, hostId, identity.credentialVersion),
          ]);
          // While an agent is at it nobody is going to look.
          if (!state.jobs.some((job) => job.hostId === hostId && isBegun(job))) {
            expect([hostId, isWithheldThere(identity, host ?? {})]).toEqual([
              hostId,
              isWithheld(state, hostId, served(state, hostId).version),
            ]);
          }
          expect([hostId, host?.sharedWith !== undefined]).toEqual([
            hostId,
            state.targets[hostId]?.sharedWith !== undefined,
          ]);
          expect([hostId, versions(host?.mayHold)]).toEqual([hostId, versions(holdingOn(state, hostId).mayHold)]);
        }
        checkWords(machines, identity, online);
      }
    }),
    { numRuns: 150 },
  );
});
