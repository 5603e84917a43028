/** Bytes of what is base64 in the one way there is to write it (RFC 4648 section 4), undefined for anything else. */
export const bytesOfBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};
