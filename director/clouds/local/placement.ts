import { createHash } from 'node:crypto';
import { ConpaasError } from '../../contract/errors.ts';
import { type PortState, portState } from './ports.ts';

export interface Place {
  address: string;
  /** Real port of every standard one. */
  ports: Record<string, number>;
}

export interface PlacementRules {
  installationId: string;
  /** false: all instances share 127.0.0.1. */
  ownAddresses: boolean;
  /** Ports below this one are not used. */
  lowestPort: number;
}

/** Ports that users know take the place of those below 1024 where these are closed. */
const standIns: Record<number, number> = { 80: 8081, 443: 8443 };

/** Other free ports are looked for here: below the range that systems use for outgoing connections. */
const freeRange = { first: 20_000, count: 10_000 };

/** So many addresses are looked at before a port that is taken on all of them is given up. */
const candidates = 4;

const shared = '127.0.0.1';

/**
 * Chooses an address and ports that nobody uses and that no other instance was given.
 * @param reserved places of all other instances, running or not
 * @throws ConpaasError INSTANCE_START_FAILED when nothing is free
 */
export async function choosePlace(
  spec: { vmid: string; name: string; ports: readonly number[] },
  rules: PlacementRules,
  reserved: readonly Place[],
): Promise<Place> {
  if (rules.ownAddresses) {
    const address = await chooseAddress(spec, rules, reserved);
    return { address, ports: await choosePorts(address, spec, rules, new Set()) };
  }
  const taken = new Set(
    reserved.filter(({ address }) => address === shared).flatMap(({ ports }) => Object.values(ports)),
  );
  return { address: shared, ports: await choosePorts(shared, spec, rules, taken) };
}

/** Whether this system has more addresses of its own than 127.0.0.1: Linux and Windows have all of 127.0.0.0/8. */
export async function ownAddressesExist(installationId: string): Promise<boolean> {
  const [first] = addressesOf(installationId);
  return first !== undefined && (await portState(first, 0)) !== 'absent';
}

/** The first address on which all wanted ports are free; where there is none, the one with most of them free. */
async function chooseAddress(
  spec: { name: string; ports: readonly number[] },
  rules: PlacementRules,
  reserved: readonly Place[],
): Promise<string> {
  const used = new Set(reserved.map(({ address }) => address));
  let best: { address: string; taken: number } | undefined;
  let tried = 0;
  for (const address of addressesOf(rules.installationId)) {
    if (used.has(address)) continue;
    const states = await Promise.all(openPorts(spec.ports, rules).map((port) => portState(address, port)));
    const taken = states.filter((state) => state === 'taken').length;
    if (best === undefined || taken < best.taken) best = { address, taken };
    tried += 1;
    if (taken === 0 || tried === candidates) break;
  }
  if (best !== undefined) return best.address;
  throw new ConpaasError('INSTANCE_START_FAILED', { name: spec.name, why: 'no address is left' });
}

function openPorts(ports: readonly number[], { lowestPort }: PlacementRules): number[] {
  return ports.filter((port) => port >= lowestPort);
}

/**
 * The addresses of one installation in the order of their use, 127.<64..254>.<x>.<y>. Where they begin is derived from its id,
 * so that two Directors on one computer rarely meet; the low ones are left to other programs.
 */
export function* addressesOf(installationId: string): Generator<string> {
  const [second = 0, third = 0] = createHash('sha256').update(installationId).digest();
  for (let block = 0; block < 256; block += 1) {
    for (let host = 1; host < 255; host += 1) yield `127.${64 + (second % 191)}.${(third + block) % 256}.${host}`;
  }
}

async function choosePorts(
  address: string,
  spec: { vmid: string; name: string; ports: readonly number[] },
  rules: PlacementRules,
  reserved: ReadonlySet<number>,
): Promise<Record<string, number>> {
  const chosen = new Map<number, number>();
  const used = new Set(reserved);
  const stateOf = async (port: number): Promise<PortState> => {
    if (port < rules.lowestPort) return 'closed';
    return used.has(port) ? 'taken' : portState(address, port);
  };
  const choose = (standard: number, port: number) => {
    chosen.set(standard, port);
    used.add(port);
  };
  const left: number[] = [];
  // Those that get their own number come first, so that none of them is given away as a stand-in.
  for (const standard of new Set(spec.ports)) {
    if ((await stateOf(standard)) === 'free') choose(standard, standard);
    else left.push(standard);
  }
  for (const standard of left) {
    const standIn = standIns[standard];
    const wanted = standIn !== undefined && (await stateOf(standIn)) === 'free' ? standIn : undefined;
    choose(standard, wanted ?? (await findFree(spec, standard, stateOf)));
  }
  return Object.fromEntries([...chosen].map(([standard, port]) => [String(standard), port]));
}

async function findFree(
  spec: { vmid: string; name: string },
  standard: number,
  stateOf: (port: number) => Promise<PortState>,
): Promise<number> {
  const start = createHash('sha256').update(`${spec.vmid} ${standard}`).digest().readUInt16BE();
  for (let step = 0; step < freeRange.count; step += 1) {
    const port = freeRange.first + ((start + step) % freeRange.count);
    if ((await stateOf(port)) === 'free') return port;
  }
  throw new ConpaasError('INSTANCE_START_FAILED', { name: spec.name, why: `no port is free in place of ${standard}` });
}
