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
          // Stays in the browser's cache when only our code changes. The rest is split by what pages use: one chunk for all that
          // is needed at first was measured 14 % larger, as it took in whole barrels of the component library.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 1 },
            // The first screen with all that it imports, else it comes in dozens of files, one for each set of pages that share it.
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
