const OF_CLIENT = /[\\/]@eventstore[\\/]db-client[\\/]/;

let listening = false;

/**
 * Lets the process outlive rejections that the client gives to nobody. It writes appends to their stream one behind another;
 * when the stream fails while some still wait to be written, as with a server that stands still, each of them rejects a
 * second time, in a promise that no caller can hold, and Node would end the process. Any other rejection without a listener
 * ends it as ever. Where the error came from is told by its stack alone.
 */
export const ignoreStrayRejections = (): void => {
  if (listening) return;
  listening = true;
  process.on('unhandledRejection', (reason) => {
    if (!(reason instanceof Error && OF_CLIENT.test(reason.stack ?? ''))) throw reason;
  });
};
