import { Center, Paper } from '@mantine/core';
import { useState } from 'react';
import { useEntry, useModel } from '../../model-context.ts';
import { single } from '../../stores/mirror.ts';
import { RegisterForm } from './register-form.tsx';
import { SignIn } from './sign-in.tsx';

/** What is seen while nobody is signed in. Who opens the window by the program itself never comes here. */
export default function SignInPage() {
  const { signInOptions } = useModel();
  const { value: options } = useEntry(signInOptions, single);
  const [registering, setRegistering] = useState(false);
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper p="xl" radius="lg" withBorder shadow="sm" w="100%" maw={480}>
        {registering && options?.registration ? (
          <RegisterForm onBack={() => setRegistering(false)} />
        ) : (
          <SignIn {...(options?.registration ? { onRegister: () => setRegistering(true) } : {})} />
        )}
      </Paper>
    </Center>
  );
}
