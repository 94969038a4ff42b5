import type { Connection } from './connection.ts';
import type { FirstContact } from './first-contact.ts';
import type { Settings, SettingsPlaces } from './settings.ts';
import type { Terminal } from './terminal.ts';

/** What the program needs of the world outside. Tests give their own. */
export interface Host extends SettingsPlaces {
  terminal: Terminal;
  /** Finds the Director and prepares to speak with it; nothing is sent yet. `told` hears a line per request. */
  connect(settings: Settings, told: (text: string) => void): Promise<Connection>;
  /** The same without a certificate: asks for the CA first. */
  firstContact(settings: Settings, told: (text: string) => void): Promise<FirstContact>;
}
