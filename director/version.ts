import manifest from '../package.json' with { type: 'json' };

/** Of the Director and everything around it, as package.json says. */
export const version: string = manifest.version;
