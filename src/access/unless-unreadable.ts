import { StreamUnreadable } from '../kernel/stream-unreadable';

/** What was judged, or the stream that kept it from being judged, for whoever may do without. */
export const unlessUnreadable = async <T>(judged: Promise<T>): Promise<T | StreamUnreadable> => {
  try {
    return await judged;
  } catch (error) {
    if (error instanceof StreamUnreadable) return error;
    throw error;
  }
};
