import { z } from 'zod';
import { environmentName, environmentText, generatedLength } from './environment.ts';
import { volumeName } from './volume.ts';

/** What a manifest may be at most: characters of its text, services, levels of nesting. */
export const manifestLimits = { characters: 1_000_000, services: 100, depth: 16 } as const;

const name = (title: string, description: string) => {
  const problem = `${title} is a text of 1 to 256 characters`;
  return z.string(problem).trim().min(1, problem).max(256, problem).meta({ title, description });
};

const numberOfNodes = 'a whole number of nodes, 0 to 10000';
/** Old manifests write numbers in quotes too. */
const count = z
  .union(
    [z.int().min(0, numberOfNodes).max(10_000, numberOfNodes), z.string().regex(/^\d{1,4}$/, numberOfNodes)],
    numberOfNodes,
  )
  .transform(Number);

const yesOrNo = (problem: string) =>
  z
    .literal([0, 1, '0', '1', true, false], problem)
    .transform((given) => given === true || given === 1 || given === '1');

const source = (title: string, description: string) =>
  z
    .string(`${title} is an address or a path`)
    .min(1, `${title} is an address or a path`)
    .max(4096, `${title} is too long`)
    .meta({ title, description });

const where = 'an address (https:// or http://), or the path of a file beside the manifest in its bundle';

const generated = z
  .strictObject({ Generate: generatedLength }, 'a text, or {"Generate": <number of characters>}')
  .meta({
    title: 'A secret',
    description: 'Letters and digits, made anew for each installation and kept by the service.',
  });

const volume = z
  .strictObject(
    {
      Name: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/, 'letters, digits, "-" and "_"')
        .and(volumeName),
      Size: z.int('megabytes, a whole number').min(1, 'at least 1 MB').max(1_000_000_000, 'too large').meta({
        title: 'Size',
        description: 'In megabytes.',
      }),
      Role: z.string('the name of a role').max(64).optional().meta({
        title: 'Role',
        description: 'The volume is made on the first node of this role; the default role of the type when left out.',
      }),
    },
    'an object with Name and Size',
  )
  .meta({ title: 'Volume', description: 'A storage volume, made when the service runs.' });

export const manifestService = z
  .strictObject({
    Type: z.string('The "Type" field is mandatory').meta({ title: 'Type', description: 'Which kind of service.' }),
    ServiceName: name('Name', 'As the service is shown.').optional(),
    Cloud: z
      .string('the name of a cloud')
      .max(128, 'the name of a cloud')
      .optional()
      .meta({ title: 'Cloud', description: 'Where the service runs; the default cloud when left out.' }),
    Start: yesOrNo('1 or 0')
      .default(true)
      .meta({ title: 'Start', description: '0 leaves the service stopped, with its code in place.' }),
    StartupScript: source(
      'Startup script',
      `A shell script that new nodes run before they start: ${where}.`,
    ).optional(),
    StartupInstances: z.record(z.string(), count, 'numbers of nodes by role').optional().meta({
      title: 'Nodes',
      description: 'How many nodes of each role there are once the service has started, in all.',
    }),
    SeparateRoles: z
      .array(z.string('the name of a role'), 'a list of roles')
      .max(16, 'a list of roles')
      .optional()
      .meta({
        title: 'Separate roles',
        description: 'Roles whose only node does nothing else, instead of sharing the first node of the service.',
      }),
    Archive: source('Archive', `The code: ${where}; a folder of the bundle will do too.`).optional(),
    LiftSubfolder: yesOrNo('1 or 0').optional().meta({
      title: 'Lift the subfolder',
      description: 'Serve the only folder of the archive as the top of the site.',
    }),
    Configuration: z
      .record(z.string(), z.union([z.string(), z.number().transform(String)], 'a text or a number'), 'settings by name')
      .optional()
      .meta({ title: 'Settings', description: 'Settings of the service; the others keep their defaults.' }),
    Environment: z
      .record(
        environmentName,
        z.union([environmentText, generated], 'a text, or {"Generate": <number of characters>}'),
        'values by name',
      )
      .optional()
      .meta({
        title: 'Environment',
        description:
          'What the code reads with getenv: a text, or {"Generate": 24} for a secret made for this installation.',
      }),
    Volumes: z.array(volume, 'a list of volumes').max(32, 'at most 32 volumes').optional().meta({
      title: 'Volumes',
      description: 'Storage volumes that are made when the service runs.',
    }),
    Dump: source('Dump', `A dump that is loaded into the database: ${where}.`).optional(),
    Password: z
      .string('a text')
      .min(1, 'at least one character')
      .max(256, 'at most 256 characters')
      .optional()
      .meta({ title: 'Password', description: 'Of the database user mysqldb.' }),
    VolumeStartup: z
      .strictObject(
        { volumeName: z.string('a text').min(1).max(64), owner: z.string('a text').min(1).max(64) },
        'an object with volumeName and owner',
      )
      .optional()
      .meta({ title: 'First volume', description: 'A volume that is made in the file system when it runs.' }),
    StartRole: z.string('the name of a role').max(64, 'the name of a role').optional().meta({
      title: 'Role of the first nodes',
      description: 'Of no meaning any more: StartupInstances names the roles.',
    }),
  })
  .meta({ title: 'Service' });
export type ManifestService = z.output<typeof manifestService>;

/** A manifest (reference §13.1). What is read from a file may write numbers and yes or no in several ways; the output has one. */
export const manifest = z
  .strictObject({
    Application: name('Application', 'Its name; when it is taken, "name (2)" and so on is.').optional(),
    Description: z.string('a text').max(10_000, 'at most 10000 characters').optional().meta({
      title: 'Description',
      description: 'A comment.',
    }),
    Services: z
      .array(manifestService, 'Services is a list')
      .max(manifestLimits.services, `at most ${manifestLimits.services} services`)
      .default([])
      .meta({ title: 'Services', description: 'Started in the order of who needs whom, whatever their order here.' }),
  })
  .meta({
    title: 'Manifest',
    description: 'A ConPaaS application: its services, their code, settings and number of nodes.',
  });
export type ManifestField = keyof ManifestService;
