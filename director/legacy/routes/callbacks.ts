import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConpaasError } from '../../contract/errors.ts';
import { parsePart } from '../../contract/parse-part.ts';
import { managerRoutes } from '../../contract/routes/manager.ts';
import type { LegacyDomain } from '../domain.ts';
import { nodeObject } from '../objects.ts';
import { LegacyError } from '../refusals.ts';
import { type LegacyRoute, managerRoute } from '../route.ts';
import { integerOf, type Values } from '../values.ts';

const nodesInfo = z.array(z.object({ role: z.string(), cloud: z.string().default('default') }));
const nodeList = z.array(z.object({ id: z.string() }));

/**
 * A parameter that is a list of objects.
 * @throws LegacyError; the Python text that managers of ConPaaS 2.1 sent instead of JSON is refused (reference §18.10)
 */
function listIn<S extends z.ZodType>(schema: S, values: Values, name: string): z.output<S> {
  const text = values.get(name);
  if (text === undefined) throw new LegacyError(`"${name}" is a required argument`);
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new LegacyError(`"${name}" is not valid JSON`);
  }
  return parsePart(schema, 'body', given);
}

/** What managers ask of the Director (reference §2.5), each for the application that its certificate names. */
export function callbackRoutes({ clouds, credits, nodeRequests, certificates }: LegacyDomain): LegacyRoute[] {
  const isAffordable = (decrement: number | undefined, uid: number): boolean => {
    if (decrement === undefined || decrement < 0) return false;
    try {
      credits.requireSome(uid, decrement);
      return true;
    } catch (thrown) {
      if (thrown instanceof ConpaasError && thrown.code === 'INSUFFICIENT_CREDITS') return false;
      throw thrown;
    }
  };
  return [
    managerRoute('POST /create_nodes', async ({ user: { uid }, aid, values, signal }) => {
      if (integerOf(values.get('app_id')) !== aid) throw new ConpaasError('APPLICATION_NOT_FOUND');
      const request = parsePart(managerRoutes.createNodes.body, 'body', {
        requestId: randomUUID(),
        sid: integerOf(values.get('service_id')),
        serviceType: values.get('service_type'),
        nodes: listIn(nodesInfo, values, 'nodes_info'),
        startupScript: values.get('startup_script') || undefined,
      });
      const nodes = await nodeRequests.create({ uid, aid }, request, signal);
      return { json: nodes.map((node) => nodeObject(node, clouds)) };
    }),
    managerRoute('POST /remove_nodes', async ({ user: { uid }, aid, values }) => {
      const nodes = listIn(nodeList, values, 'nodes');
      await nodeRequests.destroy(
        { uid, aid },
        nodes.map(({ id }) => id),
      );
      return { json: {} };
    }),
    managerRoute('POST /credit', async ({ user }) => ({ json: { credit: credits.of(user.uid).balance } })),
    // The Director itself charges each hour of each instance; to charge here too would be to charge twice.
    managerRoute('POST /callback/decrementUserCredit.php', async ({ user, values }) => ({
      json: { error: !isAffordable(integerOf(values.get('decrement') ?? '1'), user.uid) },
    })),
    managerRoute('POST /ca/get_cert.php', async ({ user: { uid }, aid, values }) => {
      const request = values.file('csr');
      if (!request) throw new LegacyError('"csr" is a required argument');
      return { text: await certificates.certifyManager({ uid, aid }, request.toString('latin1')) };
    }),
  ];
}
