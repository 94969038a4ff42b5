// The program of an instance in the tests: does over HTTP what it is asked to.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const configuration = JSON.parse(readFileSync(join(process.argv.at(-1), 'config.json'), 'utf8'));
if (configuration.failure) {
  console.error(configuration.failure);
  process.exit(3);
}
const kept = [];

const deeds = {
  read: ({ path }) => readFileSync(path, 'utf8'),
  list: ({ path }) => readdirSync(path).join(' '),
  write: ({ path, text }) => writeFileSync(path, text),
  rename: ({ path, to }) => renameSync(path, to),
  link: ({ path, to }) => symlinkSync(to, path),
  make: ({ path }) => mkdirSync(path),
  environment: () => JSON.stringify(process.env),
  memory: ({ megabytes }) => kept.push(Buffer.alloc(megabytes * 2 ** 20, 1)),
  // Children in sessions of their own; the one in between ends, so that nothing but the environment leads to the last one.
  escape: () => {
    const child = spawn('/bin/sh', ['-c', 'setsid sh -c "sleep 600 & sleep 600" & exit 0'], {
      stdio: 'ignore',
      detached: true,
    });
    return new Promise((resolve) => child.once('exit', () => resolve('escaped')));
  },
  processes: ({ count }) =>
    new Promise((resolve) => {
      const script = `for i in $(seq ${count}); do sleep 60 & done; wait`;
      const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'ignore', 'pipe'] });
      // The shell writes its name and its complaint one after the other, and ends only when its children have.
      let complaint = '';
      child.stderr.on('data', (data) => {
        complaint += data;
        if (complaint.trim().endsWith('fork')) resolve(complaint);
      });
      setTimeout(() => resolve(complaint || 'all started'), 2000);
    }),
  exit: ({ code }) => {
    setImmediate(() => process.exit(code));
    return 'bye';
  },
};

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (data) => {
    text += data;
  });
  request.on('end', async () => {
    try {
      const { deed, ...parameters } = JSON.parse(text);
      response.end(String(await deeds[deed](parameters)));
    } catch (error) {
      response.writeHead(500).end(error.code ?? String(error));
    }
  });
});
const port = Object.values(configuration.ports)[0];
server.listen(port, configuration.address);

process.on('SIGTERM', () => {
  writeFileSync(join(configuration.directories.storage, `orderly-${configuration.vmid}`), 'ended in order');
  process.exit(0);
});
