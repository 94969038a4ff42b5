import { useState } from 'react';
import { ConpaasError } from '../../director/contract/errors.ts';

/** Sends a form: what fails is shown in the form, as the user's input must not be lost. */
export function useSubmit(send: () => Promise<void>, onDone: () => void) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ConpaasError | null>(null);
  const submit = async () => {
    setSending(true);
    setError(null);
    try {
      await send();
      onDone();
    } catch (thrown) {
      setError(ConpaasError.from(thrown));
      setSending(false);
    }
  };
  return { submit, sending, error };
}
