/** What was done about support access, or tried. */
export const SUPPORT_FACTS: readonly string[] = [
  'keyledger.support-access-enabled.v1',
  'keyledger.support-access-changed.v1',
  'keyledger.support-access-disabled.v1',
  'keyledger.support-access-emergency-disabled.v1',
  'keyledger.support-access-expiry-warned.v1',
  'keyledger.support-access-expired.v1',
  'keyledger.support-access-set-refused.v1',
  'keyledger.support-access-emergency-disable-refused.v1',
  'keyledger.user-marked-as-support.v1',
  'keyledger.user-cleared-of-support.v1',
];
