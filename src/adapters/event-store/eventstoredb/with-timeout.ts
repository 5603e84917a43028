import { StoreUnavailable } from '../../../kernel/store-errors';

/** A call was given up; whether it was carried out is not known. */
export class CallTimedOut extends StoreUnavailable {}

/** The call's answer, or {@link CallTimedOut}. A hung server answers nothing, and the client waits for ever. */
export const withTimeout = <T>(ms: number, call: Promise<T>): Promise<T> => {
  // Whoever gave up no longer listens: its late failure must not end the process.
  call.catch(() => undefined);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new CallTimedOut(`the event store did not answer within ${ms} ms`)), ms);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
};
