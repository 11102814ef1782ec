/** An http address of this machine as browsers and native apps write it: no user name, no fragment, nothing disguised. */
export function isLoopbackAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return (
    local &&
    url.protocol === 'http:' &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('#') &&
    url.href.startsWith(text)
  );
}
