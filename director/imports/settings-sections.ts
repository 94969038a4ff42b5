import { settings } from '../contract/system.ts';
import type { Report, Section } from './report.ts';

/** What the sections [conpaas] and [director] set here. */
export interface ImportedSettings {
  deploymentName?: string;
  maxCredit?: number;
  hostName?: string;
}

const loopback = /^(localhost|127\.[\d.]+|\[?::1\]?)$/;
const ownFolder = 'Everything is kept in the data folder of this program.';
const noVpn = 'The virtual private network was switched off in ConPaaS 2.1 already.';

const meaningless: Readonly<Record<string, string>> = {
  CONF_DIR: ownFolder,
  CERT_DIR: ownFolder,
  USERDATA_DIR: ownFolder,
  DATABASE_URI: 'Users and applications of the old Director are not read; make the users anew.',
  DEBUG: 'The log always has what is needed to find a fault.',
  VPN_BASE_NETWORK: noVpn,
  VPN_NETMASK: noVpn,
  VPN_SERVICE_BITS: noVpn,
  VPN_BOOTSTRAP_NODES: noVpn,
};

type Reader = (
  value: string,
  told: (verdict: 'taken' | 'meaningless' | 'wrong', message: string) => void,
) => ImportedSettings;

const readers: Readonly<Record<string, Reader>> = {
  DEPLOYMENT_NAME(value, told) {
    const { success } = settings.shape.deploymentName.safeParse(value);
    told(
      success ? 'taken' : 'wrong',
      success
        ? 'Instances made from the next start of the Director on have names that begin with it.'
        : 'It must be 1 to 32 letters, digits and hyphens, with a letter or digit at both ends, as names of instances begin with it.',
    );
    return success ? { deploymentName: value } : {};
  },
  MAX_CREDIT(value, told) {
    const maxCredit = /^\d{1,9}$/.test(value) ? Number(value) : undefined;
    if (maxCredit === undefined)
      told('wrong', 'It must be a whole number, zero or more. The original would have used 50.');
    else told('taken', 'The most credits that a new user can be made with.');
    return maxCredit === undefined ? {} : { maxCredit };
  },
  DIRECTOR_URL(value, told) {
    const url = URL.parse(value.includes('://') ? value : `https://${value}`);
    if (!url || url.hostname === '') {
      told('wrong', 'It is not an address like https://director.example.org:5555.');
      return {};
    }
    if (loopback.test(url.hostname)) {
      told('meaningless', 'It names this computer itself, where the Director is found without being told.');
      return {};
    }
    const port =
      url.port === '' || url.port === '5555' ? '' : ` Its port ${url.port} is not taken: the Director's is 5555.`;
    told(
      'taken',
      `Opens the Director to other computers as ${url.hostname}; its certificate will name that host.${port}`,
    );
    return { hostName: url.hostname };
  },
  SUPPORT_EXTERNAL_IDP: (value, told) => external(value, told),
  SUPPORT_OPENID: (value, told) => external(value, told),
};

const external: Reader = (value, told) => {
  const on = /^(true|yes|on|1)$/i.test(value);
  told(
    'meaningless',
    on ? 'Users sign in with name and password; other identity providers are not supported.' : 'It is off here too.',
  );
  return {};
};

/** Reads [conpaas] or [director]; each setting is told to the report. */
export function readSettings(name: string, section: Section, report: Report): ImportedSettings {
  const found: ImportedSettings = {};
  for (const [key, value] of section) {
    const reader = Object.hasOwn(readers, key) ? readers[key] : undefined;
    if (reader)
      Object.assign(
        found,
        reader(value, (verdict, message) => report.add(verdict, name, key, value, message)),
      );
    else report.add('meaningless', name, key, value, meaningOf(key));
  }
  return found;
}

function meaningOf(key: string): string {
  if (Object.hasOwn(meaningless, key)) return meaningless[key] ?? '';
  if (/_DEBUG_LEVEL$/.test(key)) return 'The log always has what is needed to find a fault.';
  return 'ConPaaS 2.1 has no setting of this name.';
}
