/** Who was shown values: a user, or the agents of a host. */
export type ExposureSubject =
  { readonly kind: 'user'; readonly userId: string } | { readonly kind: 'host'; readonly hostId: string };

/** As the streams and read models name it. */
export const subjectNameOf = (subject: ExposureSubject): string =>
  subject.kind === 'user' ? `user-${subject.userId}` : `host-${subject.hostId}`;

/** As facts tell it. */
export const toldSubject = (subject: ExposureSubject) => ({
  subject: subjectNameOf(subject),
  ...(subject.kind === 'user' ? { userId: subject.userId } : { hostId: subject.hostId }),
});
