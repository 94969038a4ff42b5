import type { NodeLog } from '../../contract/service.ts';

/** Standard ports of the roles of web services (reference §8.3); 8000 is the proxy's front for web nodes. */
export const proxyPort = 80;
export const webPort = 8080;
export const backendPort = 9000;
export const frontPort = 8000;
export const webPorts: readonly number[] = [proxyPort, webPort, backendPort, frontPort];

export const webRoles = {
  proxy: { role: 'proxy', title: 'Proxy', port: proxyPort },
  web: { role: 'web', title: 'Static files', port: webPort },
  backend: { role: 'backend', title: 'Backend', port: backendPort },
};

/** Logs of php and java nodes alike (reference §8.9). */
export const webLogs: Readonly<Record<string, readonly NodeLog[]>> = {
  agent: [{ filename: 'cpsagent.log', description: 'Agent log' }],
  proxy: [
    { filename: 'nginx-proxy-access.log', description: 'Proxy access log' },
    { filename: 'nginx-proxy-error.log', description: 'Proxy error log' },
  ],
  web: [
    { filename: 'nginx-static-access.log', description: 'Static files access log' },
    { filename: 'nginx-static-error.log', description: 'Static files error log' },
  ],
};
