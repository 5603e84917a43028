import { randomUUID } from 'node:crypto';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { ClusterInfo, EndPoint, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { UUID, type Empty } from '@eventstore/db-client/generated/shared_pb';
import type { ServerState } from './server-state';

const STREAMS = 'event_store.client.streams.Streams';
const VERSIONS = { '23.10': '23.10.6', '24.2': '24.2.0' };

/** What a server says of itself: its version, what it can, and who else is in its cluster. */
export class Introducing {
  private readonly instance = randomUUID();

  constructor(
    private readonly state: ServerState,
    private readonly port: () => number,
  ) {}

  features(_: ServerUnaryCall<Empty, SupportedMethods>, answer: sendUnaryData<SupportedMethods>): void {
    const { hung, slowMs } = this.state.faults;
    if (hung) return;
    const { flavour, batchAppend, version = VERSIONS[flavour] } = this.state.settings;
    const names = ['read', 'append', 'delete', 'tombstone', ...(batchAppend ? ['batchappend'] : [])];
    const methods = names.map((name) =>
      new SupportedMethod()
        .setServiceName(STREAMS)
        .setMethodName(name)
        .setFeaturesList(name === 'read' ? ['position', 'events'] : []),
    );
    const reply = new SupportedMethods().setEventStoreServerVersion(version).setMethodsList(methods);
    setTimeout(() => answer(null, reply), slowMs);
  }

  gossip(_: ServerUnaryCall<Empty, ClusterInfo>, answer: sendUnaryData<ClusterInfo>): void {
    const { hung, leader } = this.state.faults;
    if (hung) return;
    const { LEADER, FOLLOWER } = MemberInfo.VNodeState;
    const member = (address: string, port: number, state: MemberInfo.VNodeState) =>
      new MemberInfo()
        .setInstanceId(new UUID().setString(this.instance))
        .setTimeStamp(`${Date.now()}0000`)
        .setState(state)
        .setIsAlive(true)
        .setHttpEndPoint(new EndPoint().setAddress(address).setPort(port));
    const me = member('127.0.0.1', this.port(), leader === undefined ? LEADER : FOLLOWER);
    const others = leader === undefined ? [] : [member(leader.address, leader.port, LEADER)];
    answer(null, new ClusterInfo().setMembersList([me, ...others]));
  }
}
