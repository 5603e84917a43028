/** A fact as a real server wrote it: its data and its metadata. */
export interface SampleFact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** What a real server answers and writes, which the floor answers and writes as well, with ids and times of its own. */
export interface Samples {
  readonly checkout: { readonly session: object; readonly credential: object };
  readonly checkin: object;
  readonly reveal: { readonly credential: object };
  readonly checkedOut: SampleFact;
  readonly checkedIn: SampleFact;
  readonly revealed: SampleFact;
}

/** What a floor server is told to be. `naked`: without log lines, headers, measurements and read models. */
export interface FloorOrder {
  readonly kind: 'naked' | 'complete';
  /** Its files go here. */
  readonly folder: string;
  /** Base64. */
  readonly rootKey: string;
  readonly samples: Samples;
}
