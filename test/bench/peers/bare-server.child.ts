import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** The least that can answer: Node's own HTTPS server with client certificates, and bytes that are ready. */
const [folder = '', answer = ''] = process.argv.slice(2);
const read = (name: string) => readFileSync(`${folder}/${name}.pem`, 'utf8');
const body = readFileSync(answer);
const credentials = { key: read('key'), cert: read('cert'), ca: read('ca_cert') };
const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length };

const server = createServer({ ...credentials, requestCert: true, rejectUnauthorized: true }, (_request, response) => {
  response.writeHead(200, headers).end(body);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`));
