import { Metadata, status } from '@grpc/grpc-js';

/** A call's failure as it goes over the wire: the code, and what clients read in the trailers. */
export interface Failure {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;
}

const failure = (code: status, details: string, fields: Readonly<Record<string, string>> = {}): Failure => {
  const metadata = new Metadata();
  Object.entries(fields).forEach(([name, value]) => metadata.set(name, value));
  return { code, details, metadata };
};

export const notReady = (): Failure => failure(status.UNAVAILABLE, 'Server Is Not Ready');

export const badArgument = (what: string): Failure => failure(status.INVALID_ARGUMENT, what);

export const missingProperty = (name: string): Failure =>
  failure(status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': 'type,content-type',
  });

export const streamDeleted = (stream: string): Failure =>
  failure(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const tooLarge = (most: number): Failure =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${most} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(most),
  });

export const wrongVersion = (stream: string, expected: string, actual: number): Failure =>
  failure(status.FAILED_PRECONDITION, `Append failed due to WrongExpectedVersion.`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': String(actual),
  });

export const notLeader = ({ address, port }: { address: string; port: number }): Failure =>
  failure(status.NOT_FOUND, `Leader info available.`, {
    exception: 'not-leader',
    'leader-endpoint-host': address,
    'leader-endpoint-port': String(port),
  });

export const accessDenied = (): Failure =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });

/** What a refused password is: HTTP 401, which carries no field of the server's. */
export const unauthenticated = (): Failure => failure(status.UNAUTHENTICATED, 'Received HTTP status code 401');

export const tooSlow = (): Failure =>
  failure(
    status.ABORTED,
    'Operation timed out: Consumer too slow to handle event while live. Client resubscription required.',
  );

export const broken = (): Failure => failure(status.INTERNAL, 'Received RST_STREAM with code 0');

export const gone = (): Failure => failure(status.UNAVAILABLE, 'Connection dropped');
