/** Nonce of the content security policy for <style> elements that libraries make; the Director puts it into the page. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
