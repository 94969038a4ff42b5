import { z } from 'zod';
import { codeRoot, codeVersionName } from '../../code/version-names.ts';

/** A node that a proxy sends requests to. */
const upstream = z.object({
  /** Names the node in the balancer; letters, digits, "_", ".", ":" and "-". */
  id: z.string().regex(/^[\w.:-]+$/),
  ip: z.string().regex(/^[\w.:-]+$/),
  port: z.int().positive(),
  /** Share of the load; 100 is the default, 0 gets nothing. */
  weight: z.int().nonnegative().default(100),
});
/** `socket`: path to reach it by instead, on this computer; never told by the manager. */
export type Upstream = z.output<typeof upstream> & { socket?: string };

const secret = z.string().regex(/^[\w-]{16,}$/);

export const proxySettings = z.object({
  port: z.int().positive(),
  frontPort: z.int().positive(),
  secret,
  codeVersion: codeVersionName,
  root: codeRoot.nullable(),
  webs: z.array(upstream),
  backends: z.array(upstream),
});
export type ProxySettings = Omit<z.output<typeof proxySettings>, 'backends'> & { backends: Upstream[] };

export const webSettings = z.object({
  port: z.int().positive(),
  secret,
  fronts: z.array(upstream.pick({ ip: true, port: true })),
});
export type WebSettings = z.output<typeof webSettings>;

/** What a web node accepts as X-ConPaaS-Code. */
export const servedCodePattern = /^(?!.*\.\.)[A-Za-z0-9][^\\"]*$/;

/** What is sent as X-ConPaaS-Code: a version, or a version with the folder in it that is served. */
export function servedCode(version: string, root: string | null | undefined): string {
  return root ? `${version}/${root}` : version;
}
