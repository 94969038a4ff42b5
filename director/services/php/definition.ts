import type { ServiceDefinition } from '../service-type.ts';
import { webManifestRules } from '../web/manifest-rules.ts';
import { webLogs, webPorts, webRoles } from '../web/roles.ts';
import { phpConfigurationKeys } from './configuration.ts';

export const definition: ServiceDefinition = {
  type: 'php',
  title: 'PHP',
  description: 'A web site in PHP with its static files, behind a proxy that shares the load over any number of nodes.',
  icon: 'brand-php',
  instanceType: 'web',
  roles: [
    { ...webRoles.backend, description: 'Runs the PHP scripts.' },
    { ...webRoles.web, description: 'Serves the files that are not scripts: pictures, style sheets, downloads.' },
    { ...webRoles.proxy, description: 'Takes the requests of visitors and shares them over web and backend nodes.' },
  ],
  defaultRole: 'backend',
  nodePorts: webPorts,
  logs: {
    ...webLogs,
    backend: [
      { filename: 'fpm-access.log', description: 'PHP access log' },
      { filename: 'fpm-error.log', description: 'PHP error log' },
    ],
  },
  hasCode: true,
  archiveFormats: ['.zip', '.tar', '.tar.gz', '.tgz', '.tar.bz2', '.tbz2', '.tar.xz', '.txz'],
  configuration: phpConfigurationKeys,
  startingNodes: 1,
  hasVolumes: false,
  methods: [],
  manifest: webManifestRules,
};
