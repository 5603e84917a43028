/** What a bundle was found to be wrong by. */
export type Rule =
  | 'signature'
  | 'root'
  | 'tile'
  | 'altered'
  | 'missing'
  | 'order'
  | 'canonical'
  | 'gap'
  | 'time'
  | 'checkpoint'
  | 'cut'
  | 'receipt'
  | 'quorum'
  | 'timestamp'
  | 'permission'
  | 'double-holder'
  | 'notice'
  | 'review'
  | 'expiry'
  | 'rotation'
  | 'report';

export interface Finding {
  readonly rule: Rule;
  /** Place in the tree, where it is about one. */
  readonly leaf?: number;
  readonly stream?: string;
  readonly revision?: number;
  /** For people. */
  readonly detail: string;
}
