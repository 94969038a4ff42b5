import type { ProxySettings, Upstream } from '../settings.ts';
import { adminWord } from './haproxy-admin.ts';

/** haproxy's weights end at 256; ours only matter in proportion to each other. */
export function haproxyWeight(weight: number, all: readonly Upstream[]): number {
  const largest = Math.max(...all.map((upstream) => upstream.weight));
  return largest <= 256 ? weight : Math.max(weight > 0 ? 1 : 0, Math.round((weight * 256) / largest));
}

/**
 * "web" for files, "php" for scripts that are only read, "php-once" for scripts that may change something: a kept connection
 * saves a third of the work, but php-fpm may close it while a request is on its way. A GET is then asked again; what may have
 * been carried out must not be, so it never goes over a kept connection.
 */
export type Pool = 'web' | 'php' | 'php-once';

/**
 * Requests that a backend is given at once; the rest queues here. Together as many as it has children: a kept connection holds
 * a child, and one request more would wait for it to be closed.
 */
export const backendSlots = { php: 8, 'php-once': 4 };

// So few are kept while nothing is asked of them, and not for long, that other proxies of the service find children that are
// free, and a reload of php-fpm need not wait.
const keptConnections = 'pool-max-conn 4 pool-purge-delay 100ms ';

// Looked at every 2 s, every 0.5 s when something seems wrong. One that refuses connections is passed over at once by `redispatch`.
const check =
  'check inter 2s fastinter 500ms downinter 500ms fall 3 rise 1 observe layer4 error-limit 3 on-error fastinter';

/** What follows "server <pool>/<id>" in the file and "add server <pool>/<id>" at run time (which knows no default-server). */
export function serverKeywords(pool: Pool, upstream: Upstream, all: readonly Upstream[]): string {
  const kind =
    pool === 'web' ? '' : `proto fcgi maxconn ${backendSlots[pool]} ${pool === 'php' ? keptConnections : ''}`;
  const { ip, port, socket } = upstream;
  const address = socket === undefined ? `${ip}:${port}` : `unix@${adminWord(socket)}`;
  return `${address} ${kind}weight ${haproxyWeight(upstream.weight, all)} ${check}`;
}

/** One line in the map of what is served: whether "/" is a script, and the code. In one value, so that both change at once. */
export function codeEntry(served: string, indexIsScript: boolean): string {
  return `${indexIsScript ? 'php' : 'web'}:${served}`;
}

export interface HaproxyFiles {
  /** Folder of the code versions. */
  code: string;
  map: string;
  adminSocket: string;
  address: string;
}

// Decoded once; what most requests do not need is asked last.
const readPath = [
  'http-request set-var(txn.path) path,url_dec',
  // A path that leaves the code's folder, or ends early for those who read it as a C string.
  'http-request deny deny_status 400 if { var(txn.path) -m sub /.. } { var(txn.path) -m reg /\\.\\.(/|$) }',
  'http-request deny deny_status 400 if { path -m sub %00 }',
];

/** The script in the path, and what follows it as PATH_INFO. @param condition when there may be one */
function scriptInPath(condition: string): string[] {
  return [
    `http-request set-var(txn.script) var(txn.path) if ${condition} { var(txn.path) -m end -i .php }`,
    `http-request set-var(txn.info) 'var(txn.path),regsub("^.*?\\.php/","/",i)' if ${condition} !{ var(txn.script) -m found } { var(txn.path) -m sub -i .php/ }`,
    `http-request set-var(txn.script) 'var(txn.path),regsub("(\\.php)/.*$","\\1",i)' if { var(txn.info) -m found }`,
  ];
}

// What a server closed without an answer is asked again, but never what may have changed something.
const retries = [
  'retry-on conn-failure empty-response',
  'http-request disable-l7-retry unless { method GET HEAD OPTIONS }',
];

// haproxy takes every FastCGI answer with a Location for a 302, whatever its Status.
const redirects = [201, 301, 303, 307, 308].map(
  (status) => `http-response set-status ${status} if { status 302 } { res.hdr(Status) -m beg ${status} }`,
);

function indent(lines: readonly string[]): string {
  return lines.map((line) => `  ${line}`).join('\n');
}

/** The whole configuration. Code and servers in it change at run time without it; it is what a restart begins with. */
export function haproxyConfiguration(settings: ProxySettings, files: HaproxyFiles): string {
  const { address, code, map, adminSocket } = files;
  const servers = (pool: Pool, list: readonly Upstream[]) =>
    list.map((upstream) => `server ${upstream.id} ${serverKeywords(pool, upstream, list)}`);
  const log = [
    'log stdout format raw local0 info',
    `log-format "%ci - - [%trl] %{+Q}r %ST %B %{+Q}[var(txn.agent)] %b/%s %Ta"`,
  ];
  const application = [
    `docroot "${code}"`,
    'set-param DOCUMENT_ROOT "%[var(txn.root)]"',
    'set-param SCRIPT_NAME "%[var(txn.script)]"',
    'set-param SCRIPT_FILENAME "%[var(txn.root)]%[var(txn.script)]"',
    'set-param PATH_INFO "%[var(txn.info)]" if { var(txn.info) -m found }',
    'set-param SERVER_NAME "%[req.hdr(host),field(1,:)]"',
    'set-param REQUEST_SCHEME http',
    // What came over the front was asked of the other listener, by the visitor whom the web node tells.
    'set-param REMOTE_ADDR "%[var(txn.client)]" if { var(txn.client) -m found }',
    `set-param SERVER_PORT "${settings.port}" if { var(txn.client) -m found }`,
    'pass-header Authorization',
  ];
  return `global
${indent([
  `stats socket "${adminSocket}" mode 600 level admin expose-fd listeners`,
  'stats timeout 1m',
  'maxconn 2000',
  // With several, each keeps connections to php-fpm of its own and waits for those of the others: less than half the requests.
  'nbthread 1',
  'hard-stop-after 10m',
  'no strict-limits',
  'log stderr format raw local1 notice',
])}
defaults
${indent([
  'mode http',
  'timeout connect 3s',
  'timeout client 5m',
  'timeout server 1h',
  'timeout queue 1m',
  'timeout http-request 30s',
  'timeout http-keep-alive 60s',
  'option http-keep-alive',
  'option dontlognull',
  'option redispatch 1',
  'retries 4',
  'backlog 1024',
])}
fcgi-app php
${indent([...application, 'option keep-conn'])}
fcgi-app php-once
${indent([...application, 'no option keep-conn'])}
frontend www
${indent([
  `bind ${address}:${settings.port}`,
  ...log,
  ...readPath,
  'http-request del-header X-ConPaaS- -m beg',
  'http-request del-header Proxy',
  `http-request set-var(txn.entry) 'str(current),map("${map}")'`,
  'http-request set-var(txn.code) var(txn.entry),field(2,:,0)',
  'http-request set-var(txn.agent) req.hdr(User-Agent)',
  ...scriptInPath(''),
  'http-request set-var(txn.script) str(/index.php) if { path / } { var(txn.entry) -m beg php: }',
  `http-request set-var(txn.root) 'str("${code}/"),concat(,txn.code)'`,
  'option forwardfor',
  // FastCGI needs the length beforehand. A web node reads such a body to its end, then hands it to the front with its length.
  'acl no_length req.hdr(Transfer-Encoding) -m found',
  'use_backend php if { var(txn.script) -m found } { method GET HEAD OPTIONS }',
  'use_backend php-once if { var(txn.script) -m found } !no_length',
  'default_backend web',
])}
frontend front
${indent([
  `bind ${address}:${settings.frontPort}`,
  'log global',
  `http-request deny deny_status 403 unless { req.hdr(X-ConPaaS-Secret) -m str -- ${settings.secret} }`,
  ...readPath,
  'http-request set-var(txn.code) req.hdr(X-ConPaaS-Code)',
  'http-request set-var(txn.client) req.hdr(X-ConPaaS-Client)',
  ...scriptInPath('{ req.hdr(X-ConPaaS-Script) path }'),
  `http-request set-var(txn.script) 'var(txn.path),concat(index.php)' if { req.hdr(X-ConPaaS-Script) directory }`,
  'http-request set-var(txn.script) str(/index.php) if { req.hdr(X-ConPaaS-Script) root }',
  `http-request set-var(txn.root) 'str("${code}/"),concat(,txn.code)'`,
  'http-request deny deny_status 404 unless { var(txn.script) -m found }',
  'http-request del-header X-ConPaaS- -m beg',
  'use_backend php if { method GET HEAD OPTIONS }',
  'default_backend php-once',
])}
backend web
${indent([
  'balance roundrobin',
  'http-request set-header X-ConPaaS-Code %[var(txn.code)]',
  'http-request set-header X-ConPaaS-Client %[src]',
  `http-request set-header X-ConPaaS-Secret ${settings.secret}`,
  ...retries,
  ...servers('web', settings.webs),
])}
backend php
${indent([
  'balance leastconn',
  'http-reuse always',
  'use-fcgi-app php',
  ...retries,
  ...redirects,
  ...servers('php', settings.backends),
])}
backend php-once
${indent([
  'balance leastconn',
  'use-fcgi-app php-once',
  // Only a refused connection is tried again.
  'retry-on conn-failure',
  ...redirects,
  ...servers('php-once', settings.backends),
])}
`;
}
