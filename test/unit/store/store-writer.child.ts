/** Makes applications without end and says the name of each once it is written. */
import { writeSync } from 'node:fs';
import { silentLogger } from '../../../director/logging/logger.ts';
import { openStore } from '../../../director/store/store.ts';

const [, , file = '', backups = ''] = process.argv;
const store = openStore({ file, backups, log: silentLogger });
const { uid } = store.users.ensureOwner('anna', 'anna@example.org');
for (let number = 1; ; number += 1) writeSync(1, `${store.applications.create(uid, `shop ${number}`).name}\n`);
