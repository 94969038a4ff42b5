// An instance that serves a page with installed servers: haproxy, nginx, php-fpm and redis.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const configuration = JSON.parse(readFileSync(join(process.argv.at(-1), 'config.json'), 'utf8'));
const { address, ports, directories } = configuration;
const data = directories.data;
const lay = (name, text) => {
  writeFileSync(join(data, name), text);
  return join(data, name);
};
const start = (program, ...parameters) => spawn(program, parameters, { stdio: 'inherit', cwd: data });

mkdirSync(join(data, 'site'));
lay(
  'site/index.php',
  '<?php session_start(); $_SESSION["n"] = ($_SESSION["n"] ?? 0) + 1; echo "PHP ", PHP_MAJOR_VERSION, " counts ", $_SESSION["n"];',
);
const fpm = lay(
  'fpm.conf',
  `[global]\nerror_log = ${data}/fpm.log\n[site]\nlisten = ${address}:${ports[9000]}\npm = static\npm.max_children = 2\n
php_value[session.save_handler] = redis\nphp_value[session.save_path] = "tcp://${address}:${ports[6379]}"\n`,
);
const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  .map((n) => `${n}_temp_path ${data}/${n};`)
  .join(' ');
const nginx = lay(
  'nginx.conf',
  `daemon off; user www-data; pid ${data}/nginx.pid; events {}
http { include /etc/nginx/mime.types; access_log off; ${temporary} server { listen ${address}:${ports[8080]};
location / { fastcgi_pass ${address}:${ports[9000]}; fastcgi_param REQUEST_METHOD $request_method;
fastcgi_param HTTP_COOKIE $http_cookie; fastcgi_param SCRIPT_FILENAME ${data}/site/index.php; } } }\n`,
);
const haproxy = lay(
  'haproxy.cfg',
  `defaults\n mode http\n timeout client 5s\n timeout server 5s\n timeout connect 5s\nlisten site\n bind ${address}:${ports[80]}\n server web ${address}:${ports[8080]}\n`,
);
start('redis-server', '--bind', address, '--port', String(ports[6379]), '--dir', data, '--save', '');
start('php-fpm8.2', '-F', '-y', fpm);
start('nginx', '-p', data, '-c', nginx, '-e', join(directories.logs, 'nginx.log'));
start('haproxy', '-f', haproxy);
