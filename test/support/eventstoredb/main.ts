import { Server, ServerCredentials, type Metadata } from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService, type IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb';
import { noFaults } from './faults';
import { Introducing } from './introducing';
import type { Order, Report, StartOptions } from './orders';
import { ServedLog } from './served-log';
import { playStranger } from './play-stranger';

const MAX_MESSAGE_BYTES = 17 * 1024 * 1024;

/** The double as a program of its own: options in its first argument, orders and reports over the IPC channel. */
const options = JSON.parse(process.argv[2] ?? '{}') as StartOptions;
const { settings, tls } = options;
const faults = { ...noFaults(), ...options.faults };
const report = (what: Report): void => void process.send?.(what);

const open = (path: string): ServedLog => new ServedLog({ path, settings, faults, withSystemEvents: !options.empty });
const first = open(options.logPath);
const others = new Map<string, ServedLog>();

/** What a call is about; no real server has more than one log. */
const logOf = (metadata: Metadata): ServedLog => {
  const name = options.logOfEachName === true ? String(metadata.get('connection-name')[0] ?? '') : '';
  const log = name === '' ? first : (others.get(name) ?? open(`${options.logPath}.${encodeURIComponent(name)}`));
  if (log !== first) others.set(name, log);
  return log;
};

let port = 0;
const introducing = new Introducing(first.state, () => port);
const server = new Server({ 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES });
const streams: IStreamsServer = {
  read: (call) => logOf(call.metadata).reading.handle(call),
  append: (call, answer) => logOf(call.metadata).appending.unary(call, answer),
  batchAppend: (call) => logOf(call.metadata).appending.batch(call),
  delete: (call, answer) => logOf(call.metadata).deleting.delete(call, answer),
  tombstone: (call, answer) => logOf(call.metadata).deleting.tombstone(call, answer),
};
server.addService(StreamsService, streams);
server.addService(ServerFeaturesService, { getSupportedMethods: introducing.features.bind(introducing) });
server.addService(GossipService, { read: introducing.gossip.bind(introducing) });

const credentials =
  tls === undefined
    ? ServerCredentials.createInsecure()
    : ServerCredentials.createSsl(null, [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }]);
server.bindAsync(`127.0.0.1:${options.port}`, credentials, (error, bound) => {
  if (error !== null) {
    throw error;
  }
  port = bound;
  report({ ready: bound });
});

process.on('message', ({ id, faults: wanted, dropSubscribers, strangers = [] }: Order) => {
  Object.assign(faults, wanted);
  const { state, subscribers } = first;
  if (dropSubscribers === true) {
    subscribers.dropAll();
  }
  strangers.forEach((stranger) => playStranger(state.log, stranger));
  report({ done: id, counts: { ...state.counts }, subscribers: subscribers.size, events: state.log.all.length });
});
// Whoever started it has gone: nobody is left to end it.
process.on('disconnect', () => process.exit(0));
