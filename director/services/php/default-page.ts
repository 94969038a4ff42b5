import { pack } from 'tar-stream';
import type { BuiltInVersion } from '../code/kept-version.ts';

/** What a fresh service shows. A script, so that a look at it proves that the backend works. */
const page = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Welcome to ConPaaS!</title>
<style>
  :root { color-scheme: light dark; --ink: #1c2530; --soft: #5b6775; --paper: #f4f6f9; --card: #fff; --line: #dfe4ea; --accent: #1f6feb; }
  @media (prefers-color-scheme: dark) {
    :root { --ink: #e8edf3; --soft: #9aa7b5; --paper: #12171d; --card: #1a2129; --line: #2b3541; --accent: #6ea8fe; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, sans-serif; }
  main { max-width: 34rem; padding: 2.5rem; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--accent); border-radius: .75rem; }
  h1 { margin: 0 0 .5rem; font-size: 1.9rem; line-height: 1.2; }
  p { margin: .75rem 0; }
  dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 1.5rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--line); font-size: .9rem; }
  dt { color: var(--soft); }
  dd { margin: 0; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main>
  <h1>Welcome to ConPaaS!</h1>
  <p>Your PHP service is running. This page is its first code version.</p>
  <p>Upload an archive with your own application and enable it: it takes the place of this page without losing a request.</p>
  <dl>
    <dt>PHP</dt><dd><?php echo htmlspecialchars(PHP_VERSION); ?></dd>
    <dt>Time</dt><dd><?php echo date('Y-m-d H:i:s T'); ?></dd>
  </dl>
</main>
</body>
</html>
`;

async function archiveOf(files: Record<string, string>): Promise<Buffer> {
  const archive = pack();
  for (const [name, text] of Object.entries(files)) archive.entry({ name, mode: 0o644 }, text);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The version "code-default" of reference §8.3. */
export async function defaultVersion(): Promise<BuiltInVersion> {
  const archive = await archiveOf({ 'index.php': page });
  return {
    archive,
    version: {
      codeVersionId: 'code-default',
      filename: 'code-default.tar',
      description: 'Initial version',
      files: 1,
      filetype: 'tar',
      subfolder: null,
      lifted: false,
    },
  };
}
