import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressFiles } from './build/compress-files.ts';

/** Where the Director's pages and API are, given by `npm run dev`. */
const director = process.env.CONPAAS_DIRECTOR_URL;

export default defineConfig({
  root: 'renderer',
  plugins: [react(), compressFiles()],
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    // The content security policy lets fonts come from the Director only, and a picture is cached better as a file.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What changes with an update of a library only stays in the browser's cache when our code changes.
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ }],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    ...(director
      ? {
          proxy: {
            '/api': {
              target: director,
              changeOrigin: true,
              // The Director answers to pages of its own origin only.
              headers: { origin: director },
            },
          },
        }
      : {}),
  },
});
