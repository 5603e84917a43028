import { given } from '../../../test/support/given-when-then';
import type { HostAccountEvent, HostMembersEvent } from './events';
import { closeHost, releaseAccount, releaseFromHost, reserveAccount, reserveOnHost } from './reservations';
import { hostAccount, hostMembersStream, type HostAccountState, type HostMembersState } from './state';

const HOST = { organizationId: 'org1', hostId: 'host1' };
const ANN = { ...HOST, identityId: 'ann' };
const BOB = { ...HOST, identityId: 'bob' };

describe('identities that name a host', () => {
  const reserved = (data: typeof ANN): HostMembersEvent => ({ type: 'keyledger.host-member-reserved.v1', data });
  const released = (data: typeof ANN): HostMembersEvent => ({ type: 'keyledger.host-member-released.v1', data });
  const closed: HostMembersEvent = { type: 'keyledger.host-members-closed.v1', data: HOST };
  const reserve = (state: HostMembersState) => reserveOnHost(state, ANN);
  const release = (state: HostMembersState) => releaseFromHost(state, ANN);
  const close = (state: HostMembersState) => closeHost(state, HOST);

  it.each<[string, HostMembersEvent[], typeof reserve, readonly HostMembersEvent[] | string]>([
    ['come', [reserved(BOB)], reserve, [reserved(ANN)]],
    ['come once', [reserved(ANN)], reserve, 'nothing'],
    ['come again', [reserved(ANN), released(ANN)], reserve, [reserved(ANN)]],
    ['come no more once it is closed', [closed], reserve, 'NOT_FOUND'],
    ['go', [reserved(ANN), reserved(BOB)], release, [released(ANN)]],
    ['go once', [reserved(ANN), released(ANN)], release, 'nothing'],
    ['that never came do not go', [reserved(BOB)], release, 'nothing'],
    ['keep it from being deleted', [reserved(BOB)], close, 'HOST_IN_USE'],
    ['that are gone keep nothing', [reserved(ANN), released(ANN)], close, [closed]],
    ['being none, it closes', [], close, [closed]],
    ['being none, it closes once', [closed], close, 'nothing'],
  ])('%s', (_, facts, decide, expected) => given(hostMembersStream, facts).when(decide).then(expected));

  it('are counted in the refusal', () => {
    const { outcome } = given(hostMembersStream, [reserved(ANN), reserved(BOB)]).when(close);
    expect(outcome).toMatchObject({ extra: { identityCount: 2 } });
  });
});

describe('an account on a host', () => {
  const reserved = (data: typeof ANN): HostAccountEvent => ({ type: 'keyledger.host-account-reserved.v1', data });
  const released = (data: typeof ANN): HostAccountEvent => ({ type: 'keyledger.host-account-released.v1', data });
  const reserve = (state: HostAccountState) => reserveAccount(state, ANN);
  const release = (state: HostAccountState) => releaseAccount(state, ANN);

  it.each<[string, HostAccountEvent[], typeof reserve, readonly HostAccountEvent[] | string]>([
    ['is taken', [], reserve, [reserved(ANN)]],
    ['is taken once', [reserved(ANN)], reserve, 'nothing'],
    ['has one identity', [reserved(BOB)], reserve, 'ACCOUNT_ALREADY_MANAGED'],
    ['is free again', [reserved(BOB), released(BOB)], reserve, [reserved(ANN)]],
    ['is given back', [reserved(ANN)], release, [released(ANN)]],
    ['is given back by nobody else', [reserved(BOB)], release, 'nothing'],
    ['is given back once', [reserved(ANN), released(ANN)], release, 'nothing'],
  ])('%s', (_, facts, decide, expected) => given(hostAccount, facts).when(decide).then(expected));

  it('that is taken is told with its host, of several that were asked for', () => {
    const { outcome } = given(hostAccount, [reserved(BOB)]).when(reserve);
    expect(outcome).toMatchObject({ extra: { hostId: 'host1' } });
  });
});
