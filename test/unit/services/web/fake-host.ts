import { ConpaasError } from '../../../../director/contract/errors.ts';
import type { State } from '../../../../director/contract/state.ts';
import type { Agent, ServiceHost, ServiceNode, Task } from '../../../../director/services/service-type.ts';

/** A task that nobody ends. */
export const task: Task = { signal: new AbortController().signal, step() {} };

export interface Told {
  node: string;
  method: string;
  parameters: Record<string, unknown>;
}

/** What the manager program gives to a service type, with fake agents that write down what they are told. */
export class FakeHost {
  readonly told: Told[] = [];
  readonly events: string[] = [];
  /** By "node method": what the agent answers with instead. */
  readonly failures = new Map<string, ConpaasError>();
  /** By "node method": what the agent waits for. */
  readonly gates = new Map<string, Promise<void>>();
  state: State = 'RUNNING';
  nodes: ServiceNode[] = [];

  /** Since the last time it was asked. */
  calls(): string[] {
    return this.told.splice(0).map(({ node, method }) => `${node} ${method}`);
  }

  last(node: string, method: string): Record<string, unknown> | undefined {
    return this.told.findLast((each) => each.node === node && each.method === method)?.parameters;
  }

  /** @param directory of the service's own files */
  host(directory: string): ServiceHost {
    const expectState = (...expected: State[]) => {
      if (!expected.includes(this.state))
        throw new ConpaasError('WRONG_STATE', { expected: String(expected), state: this.state });
    };
    return {
      sid: 1,
      directory,
      configuration: {
        kind: 'manager',
        deployment: 'conpaas',
        uid: 1,
        aid: 1,
        vmid: 'x',
        address: '127.0.0.1',
        ports: {},
        directories: { configuration: '', data: '', logs: '', storage: directory },
        directorUrl: 'https://127.0.0.1:5555',
        archiveLimitBytes: 1_000_000,
        archiveLimitFiles: 100,
      },
      log: { info() {}, warn() {}, error() {} },
      state: () => this.state,
      nodes: () => this.nodes,
      agent: (node) => this.#agent(node),
      save: async () => {},
      expectState,
      change: ({ run, undo }) => {
        expectState('RUNNING');
        this.state = 'ADAPTING';
        return run(task)
          .catch(async (thrown) => {
            await undo(task);
            throw thrown;
          })
          .finally(() => {
            this.state = 'RUNNING';
          });
      },
      authorizedKeys: { list: async () => [], add: async () => 0 },
      volumes: {
        make: async () => ({ id: '00000001', cloud: 'local', kept: '', watched: false }),
        attach: async () => {},
        detach: async () => {},
        destroy: async () => {},
      },
      codeChanged: () => void this.events.push('code'),
    };
  }

  #agent({ id }: ServiceNode): Agent {
    const call = async (method: string, parameters: Record<string, unknown> = {}) => {
      this.told.push({ node: id, method, parameters });
      await this.gates.get(`${id} ${method}`);
      const failure = this.failures.get(`${id} ${method}`);
      if (failure) throw failure;
      return method === 'checkCode' ? { ok: true, status: 200, why: null } : {};
    };
    return { get: call, post: call, upload: (method, fields) => call(method, fields) };
  }
}
