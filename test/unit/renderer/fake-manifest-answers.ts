import { ConpaasError } from '../../../director/contract/errors.ts';
import type { ManifestCheck, ManifestPlan } from '../../../director/contract/manifest-check.ts';
import { manifestSchema } from '../../../director/manifests/schema.ts';
import { definition as generic } from '../../../director/services/generic/definition.ts';
import { definition as helloworld } from '../../../director/services/helloworld/definition.ts';
import { definition as php } from '../../../director/services/php/definition.ts';
import { type Answers, applicationOf, type FakeCore } from './fake-core.ts';
import { makeApplication, runningManager } from './fake-world.ts';

interface Written {
  Application?: string;
  Services?: {
    Type?: string;
    ServiceName?: string;
    Start?: number;
    StartupInstances?: Record<string, number>;
    Archive?: string;
  }[];
}

/** Looks only whether a text is JSON and which types it names; the Director looks at everything. */
export function checkText(text: string, cloud: string): ManifestCheck {
  const written = read(text);
  if (typeof written === 'string') {
    const line = Number(/line (\d+)/.exec(written)?.[1] ?? 1);
    return { problems: [{ severity: 'error', line, column: 1, field: '', message: 'Error parsing json' }], plan: null };
  }
  const lines = text.split('\n');
  const unknown = (written.Services ?? []).findIndex(
    ({ Type = '' }) => !['php', 'generic', 'helloworld'].includes(Type),
  );
  if (unknown >= 0) {
    const type = written.Services?.[unknown]?.Type ?? '';
    const line = lines.findIndex((one) => one.includes(`"${type}"`)) + 1;
    const column = (lines[line - 1]?.indexOf(`"${type}"`) ?? 0) + 1;
    const message = `Unknown service type: ${type}`;
    const problem = {
      severity: 'error' as const,
      line,
      column,
      field: `Services[${unknown}].Type`,
      message,
      hint: 'It can be php, generic or helloworld.',
    };
    return { problems: [problem], plan: null };
  }
  return { problems: warnings(lines), plan: planOf(written, cloud) };
}

function warnings(lines: readonly string[]): ManifestCheck['problems'] {
  const line = lines.findIndex((one) => one.includes('"StartRole"')) + 1;
  if (line === 0) return [];
  const column = (lines[line - 1]?.indexOf('"StartRole"') ?? 0) + 1;
  const message = 'StartRole has no meaning any more';
  return [{ severity: 'warning', line, column, field: 'Services[0].StartRole', message, hint: 'Leave it out.' }];
}

function planOf({ Application = 'New application', Services = [] }: Written, cloud: string): ManifestPlan {
  const services = Services.map(({ Type = '', ServiceName, Start = 1, StartupInstances, Archive }) => {
    const instances: Record<string, number> =
      StartupInstances ??
      (Type === 'php' ? { proxy: 1, web: 1, backend: 1 } : { [Type === 'generic' ? 'master' : 'node']: 1 });
    const nodes =
      Start === 0 ? 0 : StartupInstances ? Object.values(instances).reduce((sum, count) => sum + count, 0) : 1;
    const steps = Archive ? [`upload ${Archive}`] : [];
    return {
      type: Type,
      name: ServiceName ?? `New ${Type} service`,
      cloud,
      start: Start !== 0,
      instances,
      nodes,
      steps,
    };
  });
  return {
    application: Application,
    cloud,
    services,
    instances: 1 + services.reduce((sum, { nodes }) => sum + nodes, 0),
  };
}

function read(text: string): Written | string {
  try {
    return JSON.parse(text) as Written;
  } catch (thrown) {
    return String(thrown);
  }
}

/** Manifests of the Fake. */
export function manifestAnswers(director: FakeCore): Answers {
  const { world, operations } = director;
  const deploy = (title: string) => {
    const application = makeApplication(world.applications.size + 1, title);
    return operations.begin({
      kind: 'manifest.deploy',
      title: `Deploy "${title}"`,
      aid: null,
      sid: null,
      steps: ['Fetch the files', 'Start the application', 'Start "Pages"'],
      done: () => {
        const running = { ...application, ...runningManager };
        world.applications.set(running.aid, running);
        director.emit({ type: 'application.changed', application: running });
        return { aid: running.aid };
      },
    });
  };
  return {
    getManifestSchema: () => manifestSchema([php, helloworld, generic]),
    checkManifest: ({ body }) => checkText(String(body.manifest), String(body.cloud ?? 'local')),
    deployManifest: ({ body }) => {
      const { plan } = checkText(String(body.manifest), 'local');
      if (!plan) throw new ConpaasError('MANIFEST_HAS_ERRORS', { count: 1 });
      return deploy(plan.application);
    },
    deployManifestBundle: ({ query, request }) => {
      const size = (request.file as File).size;
      request.onProgress?.(size);
      if (size < 10) throw new ConpaasError('ARCHIVE_FORMAT');
      return deploy(String(query.filename));
    },
    exportManifest: (asked) => {
      const { aid, name } = applicationOf(director, asked);
      const services = [...world.services.values()].filter((service) => service.aid === aid);
      const Services = services.map(({ type, name: ServiceName }) => ({ Type: type, ServiceName, Start: 1 }));
      return `${JSON.stringify({ Application: name, Services }, undefined, 2)}\n`;
    },
  };
}
