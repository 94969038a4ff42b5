import type { ServiceDefinition } from '../service-type.ts';

export const definition: ServiceDefinition = {
  type: 'helloworld',
  title: 'Hello World',
  description: 'Nodes that greet. The example of how a service type is made.',
  icon: 'hello',
  instanceType: 'helloworld',
  roles: [{ role: 'node', title: 'Node', description: 'Greets when it is asked.' }],
  defaultRole: 'node',
  nodePorts: [],
  logs: { agent: [{ filename: 'cpsagent.log', description: 'Agent log' }] },
  hasCode: false,
  archiveFormats: [],
  configuration: [],
  startingNodes: 1,
  hasVolumes: false,
  methods: [
    {
      name: 'get_helloworld',
      verb: 'GET',
      title: 'Say hello',
      description: 'What each node has to say.',
      parameters: [],
    },
  ],
};
