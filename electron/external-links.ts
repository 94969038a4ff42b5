export interface ExternalLinksOptions {
  /** Gives the address to the user's browser. */
  open(url: string): Promise<void>;
  /** Asks the user whether to go there. */
  confirm(url: string): Promise<boolean>;
}

/** Sites that our own pages link to. */
const ownSites = new Set(['www.conpaas.eu']);

/** This computer: where deployed applications are. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

type Verdict = 'open' | 'ask' | 'refuse';

/** What becomes of an address that a page wants to open outside of the window. */
export function verdictOn(text: string): { verdict: Verdict; url: string } {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    return { verdict: 'refuse', url: text };
  const isKnown = isLoopback(url.hostname) || (url.protocol === 'https:' && ownSites.has(url.hostname));
  return { verdict: isKnown ? 'open' : 'ask', url: url.href };
}

/** Opens links in the user's browser: sites of this computer and our own at once, others after a question, no other scheme. */
export class ExternalLinks {
  readonly #options: ExternalLinksOptions;

  constructor(options: ExternalLinksOptions) {
    this.#options = options;
  }

  /** @returns whether it was opened */
  async open(text: string): Promise<boolean> {
    const { verdict, url } = verdictOn(text);
    if (verdict === 'refuse' || (verdict === 'ask' && !(await this.#options.confirm(url)))) return false;
    await this.#options.open(url);
    return true;
  }
}
