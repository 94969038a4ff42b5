import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The pages over a Fake Director, for looking at them while they are designed. Not part of the product. */
export default defineConfig({
  root: import.meta.dirname,
  publicDir: '../../renderer/public',
  cacheDir: '../../node_modules/.vite-screens',
  plugins: [react()],
  server: { host: '127.0.0.1', port: 4190, fs: { allow: ['../..'] } },
});
