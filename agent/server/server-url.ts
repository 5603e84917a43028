import { CalledWrongly } from '../config/bad-config';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Where the server is: https, or plain http on this very host. Throws {@link CalledWrongly}. */
export const serverUrl = (text: string): URL => {
  if (!URL.canParse(text)) {
    throw new CalledWrongly(`--server must be a URL such as https://vault.example.com, not ${text}`);
  }
  const url = new URL(text);
  const plainAndNear = url.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !plainAndNear) {
    throw new CalledWrongly('--server must begin with https:// (plain http only to this very host)');
  }
  // The path is signed as the server sees it.
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new CalledWrongly('--server must be scheme, name and port only');
  }
  return url;
};
