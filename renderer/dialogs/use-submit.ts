import { useState } from 'react';
import { ConpaasError } from '../../director/contract/errors.ts';

/** Sends a form: what fails is shown in the form, as the user's input must not be lost. */
export function useSubmit(send: () => Promise<void>, onDone: () => void) {
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<ConpaasError | null>(null);
  /** When another try may be made, in milliseconds since 1970, if the Director named a time. */
  const [retryAt, setRetryAt] = useState<number | null>(null);
  const submit = async () => {
    setSending(true);
    setError(null);
    setRetryAt(null);
    try {
      await send();
      onDone();
    } catch (thrown) {
      const failure = ConpaasError.from(thrown);
      setError(failure);
      setRetryAt(failure.retryAfter === undefined ? null : Date.now() + failure.retryAfter * 1000);
      setSending(false);
    }
  };
  return { submit, sending, error, retryAt };
}
