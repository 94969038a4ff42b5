import { z } from 'zod';

/**
 * zod would try to compile the checks of the contract, which the content security policy forbids and the browser then reports.
 * It decides that when a schema is made, so this is imported before anything of the contract.
 */
z.config({ jitless: true });
