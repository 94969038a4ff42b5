import { describe, expect, it } from 'vitest';
import type { ImportReport } from '../../../director/contract/check.ts';
import type { ImportedCloud } from '../../../director/imports/cloud-sections.ts';
import { ConfigurationImport } from '../../../director/imports/configuration-import.ts';

interface Imported {
  report: ImportReport;
  settings: object[];
  clouds: ImportedCloud[];
}

async function importing(text: string, apply = true): Promise<Imported> {
  const settings: object[] = [];
  const clouds: ImportedCloud[] = [];
  const subject = new ConfigurationImport({
    changeSettings: async (changes) => settings.push(changes),
    keepClouds: async (kept) => {
      clouds.push(...kept);
    },
  });
  return { report: await subject.run(text, apply), settings, clouds };
}

const openstack = `DRIVER = openstack
USER = conpaas
PASSWORD = s3cret
HOST = 10.0.0.5
IMAGE_ID = ami-00000001
SIZE_ID = m1.small
KEY_NAME = test
SECURITY_GROUP_NAME = conpaas
`;

const whole = `# made by cpsconf.py
[conpaas]
CONF_DIR = /etc/cpsdirector
DEPLOYMENT_NAME = conpaas-online
SUPPORT_EXTERNAL_IDP = true
MAX_CREDIT = 120
php_debug_level = 2
VPN_NETMASK = 255.240.0.0
MY_OWN = x

[iaas]
OTHER_CLOUDS = amazon, nowhere
${openstack}
[amazon]
DRIVER = ec2
USER = AKIA
PASSWORD =
IMAGE_ID = ami-1

[unused]
DRIVER = openstack

[director]
DATABASE_URI = mysql://conpaas:pass@db/director
DIRECTOR_URL = https://director.example.org:8443
`;

const messages = (lines: ImportReport['taken']) =>
  lines.map(({ section, key, message }) => `${section} ${key}: ${message}`);

describe('taking over a director.cfg', () => {
  it('puts the settings in force that exist here', async () => {
    const { settings } = await importing(whole);
    expect(settings).toEqual([{ deploymentName: 'conpaas-online', maxCredit: 120, hostName: 'director.example.org' }]);
  });

  it('keeps complete clouds with their secrets, under the name that users know', async () => {
    const { clouds } = await importing(whole);
    expect(clouds).toEqual([
      {
        name: 'default',
        driver: 'openstack',
        values: expect.objectContaining({ PASSWORD: 's3cret', HOST: '10.0.0.5', USER: 'conpaas' }),
      },
    ]);
  });

  it('tells each missing and empty key of a driver with the texts of ConPaaS 2.1', async () => {
    const { report } = await importing(whole);
    const wrong = report.wrong.filter(({ section }) => section === 'amazon').map(({ message }) => message);
    expect(wrong).toEqual([
      'Empty ec2 config param PASSWORD for amazon',
      'Missing ec2 config param SIZE_ID for amazon',
      'Missing ec2 config param SECURITY_GROUP_NAME for amazon',
      'Missing ec2 config param KEY_NAME for amazon',
      'Missing ec2 config param REGION for amazon',
    ]);
  });

  it('tells of clouds that have no section, and of sections that are no cloud', async () => {
    const { report } = await importing(whole);
    expect(report.wrong).toContainEqual(expect.objectContaining({ key: 'OTHER_CLOUDS', value: 'nowhere' }));
    expect(report.meaningless).toContainEqual(expect.objectContaining({ section: 'unused', key: null }));
  });

  it('names the reason for whatever has no meaning here', async () => {
    const { report } = await importing(whole);
    const told = messages(report.meaningless).join('\n');
    for (const key of ['CONF_DIR', 'SUPPORT_EXTERNAL_IDP', 'PHP_DEBUG_LEVEL', 'VPN_NETMASK', 'MY_OWN', 'DATABASE_URI'])
      expect(told).toContain(` ${key}: `);
    expect(told).toContain('MY_OWN: ConPaaS 2.1 has no setting of this name.');
  });

  it('never shows a password', async () => {
    const { report } = await importing(whole);
    const shown = JSON.stringify(report);
    expect(shown).not.toContain('s3cret');
    expect(shown).not.toContain('conpaas:pass');
    expect(report.taken).toContainEqual(expect.objectContaining({ key: 'PASSWORD', value: '••••••' }));
  });

  it('says before it is done that other computers will reach the Director', async () => {
    const { report, settings, clouds } = await importing(whole, false);
    expect(report.applied).toBe(false);
    const [line] = report.taken.filter(({ key }) => key === 'DIRECTOR_URL');
    expect(line?.message).toContain('Opens the Director to other computers as director.example.org');
    expect(line?.message).toContain('Its port 8443 is not taken');
    expect({ settings, clouds }).toEqual({ settings: [], clouds: [] });
  });

  it.each([
    ['DIRECTOR_URL = https://localhost:5555', 'meaningless'],
    ['DIRECTOR_URL = https://127.0.0.1:5555', 'meaningless'],
    ['DIRECTOR_URL = https://[::1]:5555', 'meaningless'],
    ['DIRECTOR_URL = https://', 'wrong'],
  ] as const)('does not share this computer for [director] %s', async (line, verdict) => {
    const { report, settings } = await importing(`[director]\n${line}\n`);
    expect(report[verdict]).toHaveLength(1);
    expect(settings).toEqual([]);
  });

  it.each([
    ['MAX_CREDIT = -1'],
    ['MAX_CREDIT = many'],
    ['DEPLOYMENT_NAME = my deployment'],
    [`DEPLOYMENT_NAME = ${'x'.repeat(33)}`],
  ])('refuses [conpaas] %s and takes the rest', async (line) => {
    const { report, settings } = await importing(
      `[conpaas]\n${line}\n[director]\nDIRECTOR_URL = director.example.org\n`,
    );
    expect(report.wrong).toHaveLength(1);
    expect(settings).toEqual([{ hostName: 'director.example.org' }]);
  });

  it.each([
    ['opennebula', 'meaningless'],
    ['federation', 'meaningless'],
    ['dummy', 'meaningless'],
    ['vmware', 'wrong'],
    ['', 'wrong'],
    ['__proto__', 'wrong'],
  ] as const)('takes nothing of a cloud with the driver "%s"', async (driver, verdict) => {
    const { report, clouds } = await importing(`[iaas]\nDRIVER = ${driver}\nUSER = a\n`);
    expect(report[verdict]).toContainEqual(expect.objectContaining({ key: 'DRIVER' }));
    expect(clouds).toEqual([]);
  });

  it.each([
    ['', 'no sections'],
    ['just a text', 'line 1 is neither'],
    ['[conpaas]\nMAX_CREDIT = 1\n%%%\n', 'line 3 is neither'],
  ])('says why the file %j cannot be read and takes nothing', async (text, why) => {
    const { report, settings } = await importing(text);
    expect(report.wrong[0]?.message).toContain(why);
    expect(report.taken).toEqual([]);
    expect(settings).toEqual([]);
  });
});
