/**
 * Every kind of fact this release writes: what the audit can be asked for. Generated from the code and checked, like
 * `docs/events.md`: `KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/event-catalogue` brings it up to date.
 */
export const WIRE_NAMES: readonly string[] = `
  keyledger.access-ask-refused.v1 keyledger.access-request-approve-refused.v1 keyledger.access-request-approved.v1
  keyledger.access-request-cancel-refused.v1 keyledger.access-request-cancelled.v1
  keyledger.access-request-denied.v1 keyledger.access-request-deny-refused.v1 keyledger.access-request-expired.v1
  keyledger.access-request-revoke-refused.v1 keyledger.access-request-revoked.v1 keyledger.access-request-used.v1
  keyledger.access-requested.v1 keyledger.access-review-close-refused.v1 keyledger.access-review-closed.v1
  keyledger.access-review-decide-refused.v1 keyledger.access-review-line-decided.v1
  keyledger.access-review-lines-added.v1 keyledger.access-review-open-refused.v1 keyledger.access-review-opened.v1
  keyledger.admin-added.v1 keyledger.admin-removed.v1 keyledger.admin-set-refused.v1
  keyledger.agent-approve-refused.v1 keyledger.agent-approved.v1 keyledger.agent-enroll-refused.v1
  keyledger.agent-enrolled.v1 keyledger.agent-facts-reported.v1 keyledger.agent-keys-replaced.v1
  keyledger.agent-locked.v1 keyledger.agent-revoke-refused.v1 keyledger.agent-revoked.v1
  keyledger.approval-policy-weakened.v1 keyledger.audit-export-refused.v1 keyledger.audit-exported.v1
  keyledger.audit-read-refused.v1 keyledger.audit-read.v1 keyledger.backup-failed.v1 keyledger.backup-made.v1
  keyledger.backup-make-refused.v1 keyledger.backup-prune-refused.v1 keyledger.backup-requested.v1
  keyledger.backups-pruned.v1 keyledger.break-glass-review-refused.v1 keyledger.break-glass-review-reminded.v1
  keyledger.break-glass-reviewed.v1 keyledger.break-glass-tried.v1 keyledger.checkpoint-recorded.v1
  keyledger.credential-redisclose-refused.v1 keyledger.credential-redisclosed.v1
  keyledger.credential-replace-refused.v1 keyledger.credential-saved-anew.v1
  keyledger.credential-version-discard-refused.v1 keyledger.credential-version-discarded.v1
  keyledger.credential-version-restore-refused.v1 keyledger.credential-version-restored.v1
  keyledger.credential-version-retired.v1 keyledger.disclosure-withheld.v1
  keyledger.encryption-upgrade-finished.v1 keyledger.encryption-upgrade-request-refused.v1
  keyledger.encryption-upgrade-requested.v1 keyledger.evidence-bundle-failed.v1 keyledger.evidence-bundle-made.v1
  keyledger.evidence-bundle-refused.v1 keyledger.evidence-bundle-requested.v1 keyledger.evidence-key-changed.v1
  keyledger.evidence-read-refused.v1 keyledger.evidence-read.v1 keyledger.evidence-restart-refused.v1
  keyledger.evidence-restarted.v1 keyledger.evidence-stopped.v1 keyledger.exposed-identity-settled.v1
  keyledger.exposure-rotate-refused.v1 keyledger.exposure-rotation-requested.v1 keyledger.grant-change-refused.v1
  keyledger.grant-changed.v1 keyledger.grant-give-refused.v1 keyledger.grant-given.v1
  keyledger.grant-revoke-refused.v1 keyledger.grant-revoked.v1 keyledger.grants-give-refused.v1
  keyledger.host-account-released.v1 keyledger.host-account-reserved.v1 keyledger.host-account-shared.v1
  keyledger.host-agent-admitted.v1 keyledger.host-create-refused.v1 keyledger.host-created.v1
  keyledger.host-delete-refused.v1 keyledger.host-deleted.v1 keyledger.host-join-token-issue-refused.v1
  keyledger.host-join-token-issued.v1 keyledger.host-member-released.v1 keyledger.host-member-reserved.v1
  keyledger.host-members-closed.v1 keyledger.host-rename-refused.v1 keyledger.host-renamed.v1
  keyledger.identities-rotate-refused.v1 keyledger.identity-break-glass-refused.v1
  keyledger.identity-change-refused.v1 keyledger.identity-changed.v1 keyledger.identity-check-in-refused.v1
  keyledger.identity-check-out-refused.v1 keyledger.identity-checked-in.v1 keyledger.identity-checked-out.v1
  keyledger.identity-create-refused.v1 keyledger.identity-created.v1 keyledger.identity-credential-replaced.v1
  keyledger.identity-delete-refused.v1 keyledger.identity-deleted.v1 keyledger.identity-destroyed.v1
  keyledger.identity-enroll-refused.v1 keyledger.identity-enrollment-requested.v1
  keyledger.identity-force-check-in-refused.v1 keyledger.identity-reveal-refused.v1 keyledger.identity-revealed.v1
  keyledger.identity-undelete-refused.v1 keyledger.identity-undeleted.v1 keyledger.identity-value-lost.v1
  keyledger.identity-value-orphaned.v1 keyledger.idp-email-claimed.v1 keyledger.idp-email-released.v1
  keyledger.idp-group-create-refused.v1 keyledger.idp-group-created.v1 keyledger.idp-group-delete-refused.v1
  keyledger.idp-group-deleted.v1 keyledger.idp-group-external-id-changed.v1
  keyledger.idp-group-hand-over-refused.v1 keyledger.idp-group-handed-over.v1
  keyledger.idp-group-member-add-refused.v1 keyledger.idp-group-member-added.v1
  keyledger.idp-group-member-remove-refused.v1 keyledger.idp-group-member-removed.v1
  keyledger.idp-group-provision-refused.v1 keyledger.idp-group-released.v1 keyledger.idp-group-rename-refused.v1
  keyledger.idp-group-renamed.v1 keyledger.idp-group-roles-assign-refused.v1 keyledger.idp-group-roles-assigned.v1
  keyledger.idp-group-tokens-list-refused.v1 keyledger.idp-group-tokens-listed.v1
  keyledger.idp-user-change-refused.v1 keyledger.idp-user-changed.v1 keyledger.idp-user-create-refused.v1
  keyledger.idp-user-created.v1 keyledger.idp-user-delete-refused.v1 keyledger.idp-user-deleted.v1
  keyledger.idp-user-external-id-changed.v1 keyledger.idp-user-hand-over-refused.v1
  keyledger.idp-user-handed-over.v1 keyledger.idp-user-released.v1 keyledger.job-cancel-refused.v1
  keyledger.job-cancelled.v1 keyledger.job-expired.v1 keyledger.job-lease-extended.v1 keyledger.job-leased.v1
  keyledger.job-queued.v1 keyledger.job-result-recorded.v1 keyledger.job-retry-refused.v1 keyledger.job-started.v1
  keyledger.key-changed.v1 keyledger.log-losses-omitted.v1 keyledger.log-moved.v1 keyledger.log-sealed.v1
  keyledger.log-went-back.v1 keyledger.lost-revocation-found.v1 keyledger.lost-revocation-settled.v1
  keyledger.material-store-bound.v1 keyledger.material-store-lost.v1 keyledger.material-upgraded.v1
  keyledger.notification-channels-set-refused.v1 keyledger.notification-channels-set.v1
  keyledger.notification-delivery-attempted.v1 keyledger.notification-delivery-joined.v1
  keyledger.notification-delivery-queued.v1 keyledger.notification-delivery-replay-refused.v1
  keyledger.notification-delivery-replayed.v1 keyledger.notification-raised.v1
  keyledger.notification-read-refused.v1 keyledger.notification-read.v1 keyledger.organization-change-refused.v1
  keyledger.organization-changed.v1 keyledger.organization-create-refused.v1 keyledger.organization-created.v1
  keyledger.organization-delete-refused.v1 keyledger.organization-deleted.v1
  keyledger.organization-import-refused.v1 keyledger.organization-member-released.v1
  keyledger.organization-member-reserved.v1 keyledger.organization-members-closed.v1
  keyledger.organization-resealed.v1 keyledger.organization-secret-set-refused.v1
  keyledger.organization-secret-set.v1 keyledger.organization-secrets-destroyed.v1
  keyledger.orphaned-value-found.v1 keyledger.orphaned-value-settled.v1 keyledger.owner-added.v1
  keyledger.owner-cleared-of-support.v1 keyledger.owner-marked-as-support.v1 keyledger.owner-recovered.v1
  keyledger.owner-removed.v1 keyledger.owner-resumed.v1 keyledger.owner-set-refused.v1
  keyledger.owner-sign-in-added.v1 keyledger.owner-sign-ins-removed.v1 keyledger.owner-suspended.v1
  keyledger.policy-event-dismiss-refused.v1 keyledger.policy-event-dismissed.v1 keyledger.policy-event-handled.v1
  keyledger.policy-event-parked.v1 keyledger.policy-event-retry-refused.v1
  keyledger.policy-event-retry-requested.v1 keyledger.projection-rebuild-refused.v1
  keyledger.projection-rebuild-requested.v1 keyledger.report-read-refused.v1 keyledger.report-read.v1
  keyledger.role-change-refused.v1 keyledger.role-changed.v1 keyledger.role-create-refused.v1
  keyledger.role-created.v1 keyledger.role-delete-refused.v1 keyledger.role-deleted.v1
  keyledger.rotation-cancel-refused.v1 keyledger.rotation-candidate-refused.v1 keyledger.rotation-confirmed.v1
  keyledger.rotation-failed.v1 keyledger.rotation-owed.v1 keyledger.rotation-reconcile-refused.v1
  keyledger.rotation-request-refused.v1 keyledger.rotation-requested.v1 keyledger.rotation-retried.v1
  keyledger.rotation-retry-refused.v1 keyledger.rotation-staged.v1 keyledger.scim-connection-create-refused.v1
  keyledger.scim-connection-created.v1 keyledger.scim-connection-delete-refused.v1
  keyledger.scim-connection-deleted.v1 keyledger.scim-token-made.v1 keyledger.scim-token-make-refused.v1
  keyledger.scim-token-revoke-refused.v1 keyledger.scim-token-revoked.v1 keyledger.seal-failed.v1
  keyledger.session-extend-refused.v1 keyledger.session-extended.v1 keyledger.session-shortened.v1
  keyledger.session-transfer-refused.v1 keyledger.sessions-force-check-in-refused.v1
  keyledger.sign-in-add-refused.v1 keyledger.sign-in-remove-refused.v1 keyledger.sink-failed.v1
  keyledger.sink-recovered.v1 keyledger.stream-ahead-found.v1 keyledger.stream-ahead-settled.v1
  keyledger.stream-damage-found.v1 keyledger.stream-damage-settle-refused.v1 keyledger.stream-damage-settled.v1
  keyledger.stream-replay-refused.v1 keyledger.stream-replayed.v1 keyledger.support-access-changed.v1
  keyledger.support-access-disabled.v1 keyledger.support-access-emergency-disable-refused.v1
  keyledger.support-access-emergency-disabled.v1 keyledger.support-access-enabled.v1
  keyledger.support-access-expired.v1 keyledger.support-access-expiry-warned.v1
  keyledger.support-access-set-refused.v1 keyledger.target-account-claimed.v1 keyledger.target-machine-claimed.v1
  keyledger.token-made.v1 keyledger.token-make-refused.v1 keyledger.token-revoke-refused.v1
  keyledger.token-revoked.v1 keyledger.unusual-disclosures-found.v1 keyledger.user-change-refused.v1
  keyledger.user-claim-released.v1 keyledger.user-claimed.v1 keyledger.user-cleared-of-support.v1
  keyledger.user-create-refused.v1 keyledger.user-created.v1 keyledger.user-link-refused.v1
  keyledger.user-linked.v1 keyledger.user-marked-as-support.v1 keyledger.user-pinned.v1
  keyledger.user-roles-assign-refused.v1 keyledger.user-roles-assigned.v1 keyledger.user-switched-off.v1
  keyledger.user-switched-on.v1 keyledger.user-unlinked.v1 keyledger.user-unpinned.v1
  keyledger.vault-change-refused.v1 keyledger.vault-changed.v1 keyledger.vault-create-refused.v1
  keyledger.vault-created.v1 keyledger.vault-delete-refused.v1 keyledger.vault-deleted.v1
  keyledger.vault-keys-destroyed.v1 keyledger.vault-member-released.v1 keyledger.vault-member-reserved.v1
  keyledger.vault-members-closed.v1
`
  .trim()
  .split(/\s+/);
