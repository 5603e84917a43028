/** What the groups of operations are about, in the order of the page. */
export const TAGS: Readonly<Record<string, string>> = {
  People: 'Who the caller is; users, their roles, how they sign in, and the tokens of machine callers.',
  Organizations: 'Organizations, their settings, and the secret their values are sealed under.',
  Directory: 'Users and groups of the directory, to whom access is granted.',
  Vaults: 'Containers of identities, on which access is granted.',
  'Access grants': 'Who may do what in a vault, and until when.',
  Identities: 'Privileged accounts with their sealed values.',
  Rotation: 'How a value is changed on its hosts, and how far that has come.',
  Sessions: 'Checkouts: who holds a value, why, from when and until when.',
  Approval: 'Requests for access where a vault asks for approval, and what was decided on them.',
  Hosts: 'Hosts, and the agents that change values on them.',
  Jobs: 'What agents have to do.',
  Notifications: 'What happened that somebody should look at: an inbox for each user.',
  'Support access': "Whether the vendor's support is let in, and what was done about it.",
  Audit: 'Every step as a fact: read, exported, replayed.',
  Reports: 'What auditors ask for, put together from the log.',
  Operations: 'How the server itself does: read models, policies, backups, damage.',
};
