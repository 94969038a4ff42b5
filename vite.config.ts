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
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // React stays in the browser's cache when only our code changes. The first screen with all that it imports is one file:
          // 224 kB (gzip) of JavaScript in 4 files, against 234 kB in 35 when it is split by the sets of pages that share things.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 1 },
            { name: 'main', test: /renderer[\\/]main\.tsx$/ },
          ],
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
