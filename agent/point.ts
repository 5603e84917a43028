/** Between two steps, where the process may die: named, so that a test can have it die there. Nothing else hangs on it. */
export type Point =
  'received' | 'journalled' | 'changed-not-journalled' | 'verified-not-reported' | 'reported-ack-unseen';

/** Called at each point; does nothing in a release. */
export type AtPoint = (point: Point) => void;
